"""Words that fit anybody: a reply made of these alone could be said to any client.

Feelings in general, the talk of counselling, and words for anybody's life. A word that is not here, and that the client
used, ties a reply to that client.
"""

from __future__ import annotations

from notknowing.mirror.text import stem

_WORDS = """
able absolutely accept acceptable acceptance accepting accompany acknowledge act address admire admirable afraid again ahead alone alongside
already alright amazing amount anger angry answer answers anxiety anxious anymore anyway appreciate approach area arise ashamed
aside ask asking aspect attention aware awareness awful balance battle bear bearing become begin beginning being belief
believe best better beyond big blame blessing body boundaries boundary brave bravery breath breathe breathing bring
bringing brings broken build burden calm care cares caring carry carrying challenge challenges challenging chance change
changes changing chest chin choice choices choose clear clearly close closer comfort comfortable coming common compassion
compassionate complete completely complex complicated concern confidence conflict conflicted confused confusing connect
connection consider context continue conversation cope coping core corner counselling counsellor courage courageous
cry crying curious current currently dark deal dealing decide decision decisions deep deeper deeply definitely depend
deserve despair difference different difficult difficulty distress doubt easier easy effort else emotion emotional
emotionally emotions empathise empathy empower empty encourage end energy enough entirely especially even eventually
everything exactly exhausted exhausting expect expectations experience experienced experiences experiencing explore
exploring express expressing eye face facing fact fair familiar family fault fear fears feel feeling feelings felt figure
find fine focus follow force forward free friend friends frightened frightening frustrated frustrating frustration full
fully future gain general gentle gently give giving glad goal goals good gosh grateful gratitude great grief growth guess guilt
guilty gut handle happen happened happening happens happy hard harder hardest harsh hate head heal healing health healthy
heart heavy held help helpful helping helpless helps hold holding honest honestly honour honouring hope hopeful hopefully
hoping hour human hurt hurting idea identify imagine impact important impossible incredible incredibly individual inner
inside insight instead interested interesting issue issues journey joy judge judgement judgment keep kind kinder kindness
knowing land lands learn leave left less letting level life light lighter like line listen listening live living load lonely
loneliness look looking looks lose lost love loved low manage managing matter matters mean meaning means mental mention
mentioned mentioning mess message mind minute moment moments mood move moving natural naturally nature nervous nice noise
normal notice noticed noticing nurture offer okay open opening option options ordinary others outside overwhelm overwhelmed
overwhelming pace pain painful part particular parts past patient patience pattern patterns peace perfect perfectly permission
person perspective picture place places position positive possible power powerful practise practice present pressure
privilege problem problems process processing progress proud purpose push question questions quiet reach reaching reaction
reactions ready real reality realise really reason reasons recognise reflect reflecting reflection relate relationship relationships
relax relief remember resilience resilient resonate respect respond response responses rest right road rough round sad sadness safe safety
scared scary seem seems sense sensing session sessions settle shame share shared sharing show showing shows side signal
silence single sit sits sitting situation situations slow slowly small smile somehow sorry sort soul sound sounding sounds space
speak speaking special spend spirit stage start started stay staying step steps still stop story strength strengths stress
stressed stressful strong struggle struggles struggling stuck suffer suffering suggest support supported supporting supportive
suppose sure surface surprise surprised surprising system talking tears tell telling tender therapist therapy thinking thought
thoughts tired today together tomorrow tonight torn touch tough toll track transform trauma trigger true truly trust truth try
trying turn uncertain uncertainty uncomfortable understand understandable understandably understanding understood unfair
universal unique upset valid validate validated value values vent version view voice vulnerable vulnerability wait walk want
wanting wants week weight welcome well whatever whenever while whole within wonder wonderful wondering words work working works
world worried worries worry worrying worst worth worthy wow wrong year years yesterday yourself self-care self-compassion
self worthy inner-child child younger emotional exhausting sometimes always never often usually rest self-kindness
storm rollercoaster wave waves tunnel mountain chapter path door doors cup layers layer weather cloud clouds
eat eating sleep sleeping properly near brew tea water drink tissue tissues seat shoulder shoulders
need needs needed needing deserving deserves allowed allow allowing alone human beings loads loss losses losing grieve grieving
goes going gone gets getting got makes making made take takes taking took comes came gives gave says saying said puts
putting name naming label thank thanks bit little lot lots tiny moment sec second seconds minutes hours
hear hearing heard see seeing seen understand know knows known think thinks
difficulties hardship hardships tricky weighs weighing stirred stirs stirring sits lands arises arising surfaces resonates
unpack unpacking delve dive curious curiosity invite inviting inviting hello hi welcome day days nights night morning
now present past future ahead behind underneath beneath inside outside
mindful mindfulness ground grounded grounding breath breathe nervous
really okay ok normal common nobody everybody somebody everyone everything nothing something anything anyone
hug hugs love care luck wishes chin strong stay safe fight fighting
impact affect affects affected affecting influence role plays playing scale rate rating mood
notice aware happen notice body tension sensation sensations hands feet
judgement free non-judgemental nonjudgmental confidential private
hope hopes dream dreams fears worries wish wishes goal goals aim achieve hoping ideal ideally miracle wand
different differently change better worse best worst easier harder
tell tells told describe explain elaborate expand example examples detail details
brought bring brings today sessions session last next time times often long since
""".split()

EVERYDAY = frozenset({stem(word) for word in _WORDS} | set(_WORDS))
"""Stems and words that tie a reply to nobody."""

CONCRETE = frozenset(
    stem(word)
    for word in """eat eating sleep sleeping brew tea water drink tissue seat shoulder door doors table night nights morning voice hand
    hands name quiet silence tools letter report phone bed foot family
    child children friend year years hour hours noise clock car read write plan careful cold light
    wait waiting picture calm peaceful table tears cup wave bear chapter storm cloud tunnel mountain
    smile eye eyes thursday tuesday lovely record stay""".split()
)
"""Everyday words that do tie a reply to a client who used them."""

SET_PHRASES = (
    "sorry for your loss",
    "i hear you",
    "take your time",
    "one day at a time",
    "step by step",
    "be kind to yourself",
    "in your own time",
    "no rush",
    "there's no rush",
    "and how does that sit with you",
    "how does that sit with you",
    "sit with",
    "creating space",
    "create space",
    "holding space",
    "hold space",
    "here for you",
    "safe space",
    "right now",
    "sounds really hard",
    "at the end of the day",
    "enjoy every minute",
)
"""Stock phrases that tie a reply to nobody, even where the client happens to use the same words."""
