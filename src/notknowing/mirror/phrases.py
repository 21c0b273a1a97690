"""Phrases that several rules share, by name. In a pattern, ``<should>`` stands for the phrase of that name.

All are written in the plain spelling of ``text.py``: lower case, straight quotes, ``you're`` for ``youre``.
"""

from __future__ import annotations

PHRASES: dict[str, str] = {
    # How a sentence may open before it begins.
    "lead": r"(?:(?:okay|ok|right|yeah|yes|no|so|and|but|well|oh|ah|mm+|mm-hmm|hm+|now|then|alright|all right|fair|"
    r"fair enough|sure|good|great|i see|i understand|see|look|listen|honestly|also|anyway|sorry|please|thanks|wow|"
    r"basically|whelp|first|second|secondly|lastly|finally|next time|in the meantime|for now|for example|again|plus|or|like|hey|hi|"
    r"because|maybe|perhaps|just|actually|above all|instead|too|sometimes|to be honest|excuse me|go on)\b[,.:;!]?[ -]+)*",
    "clause-start": r"(?:^<lead>|[,;:-] ?(?:and |but |so |then |or |because |see )?)",
    # Speaking to the client.
    "you-are": r"you(?:'re| are)(?: (?:all|both))?",
    "you-have": r"you(?:'ve| have)",
    "very": r"(?:very|really|so|such|quite|pretty|just|totally|completely|perfectly|absolutely|entirely|all|too|"
    r"proper|dead|right|awful|awfully|extremely|incredibly|truly|only|always|still|clearly|obviously|a bit|"
    r"a little|a real|a|an|the|going to be|only) ?",
    "hedge": r"(?:maybe|perhaps|possibly|just|also|really|even|at least|always|honestly|definitely|probably|still|first|"
    r"simply|gently|kind of|sort of|go and|go|try to|try and|start to|start by|consider) ?",
    # Telling somebody what to do.
    "should": r"(?:should(?:n't)?|ought(?:n't)? to|had better|'d better|need(?: to|n't)|needs to|have to|has to|"
    r"have got to|'ve got to|got to|must(?:n't)?|want to be|don't have to|don't need to|could do with|could always|"
    r"might want to|may want to|might like to|might try|could try|can try|would be better|'d be better|'d do well|"
    r"would do well|are best|'re best|are supposed to|will need to|'ll need to|will have to|'ll have to|"
    r"might consider|could consider|may consider|may need to|might need to)",
    "do": r"(?:accept|allow|apply|ask|avoid|back off|be (?:gentle|kind|kinder|patient|careful|honest|sure|open|"
    r"prepared|brave|aware|proud|yourself|there|clear|mindful|good|nice|more|less|willing|realistic|consistent|firm|"
    r"as|the|very)|become|begin|block|book|breathe|bring|build|buy|call|change|"
    r"check|choose|come (?:back|off|out|up)|communicate|concentrate|confide|confront|connect|consider|consult|contact|"
    r"continue|count|create|cut|deal|decide|delete|describe to|develop|ditch|do (?:something|things|some|what|it|the|"
    r"your|whatever|not|a|more|one)|download|drink|drop|dump|eat|email|encourage|engage|enjoy|ensure|establish|"
    r"examine|exercise|explain|explore|express|face|figure|find|fight|finish|focus|follow|forgive|get|"
    r"give|go (?!back to what)|google|grab|have (?:a|the|some|another|your|an|fun|faith|patience)|head|hold|honou?r|initiate|hydrate|"
    r"identify|ignore|invite|join|journal|keep|kick|learn|leave|let (?!me|us|'s)|limit|list|listen to|live|look (?:at|for|"
    r"into|up|after|to|forward|out|online)|lower|maintain|make|manage|"
    r"meditate|meet|mind yourself|move|never|note|notice|observe|open|own|pace|pack|pay|phone|pick|plan|play|pray|"
    r"practi[sc]e|prepare|process|"
    r"proceed|pull|push|put|quit|reach|read|realize|recognize|recognise|reconsider|reduce|reflect|remember|remind|"
    r"remove|report|research|respect|rest|return|ring|rise|run|save|say (?:no|yes|it out|to|sorry|what|that|"
    r"something)|schedule|search|slow (?:down|it)|experiment|open up|see (?:if|a|your|the|how|what|whether|someone|somebody)|seek|send|set|"
    r"share (?:it|this|your|that|with|what|how)|sign up|sit|sleep|speak|"
    r"spend|stand|start|stay|step|stick|stop|surround|switch off|tackle|take|talk|teach|tell (?!me|us)|text|"
    r"think (?:about|of|before|positive)|treat|trust|try|turn|"
    r"understand|use|view|visit|volunteer|wait|wake|walk|watch|wear|work|write)\b",
    "doing": r"(?:asking|avoiding|being|booking|breathing|bringing|buying|calling|changing|checking|coming|"
    r"contacting|delivering|cutting|doing|driving|delivery|eating|emailing|exercising|explaining|expressing|"
    r"finding|focusing|getting|giving|going|having|joining|journaling|journalling|keeping|leaving|letting|"
    r"listening|looking|making|meditating|meeting|moving|phoning|planning|playing|practi[sc]ing|putting|reaching|"
    r"reading|ringing|running|saying|seeing|seeking|sending|setting|sharing|sitting|sleeping|speaking|spending|starting|"
    r"staying|stepping|stopping|taking|talking|telling|texting|trying|turning|using|visiting|waiting|walking|"
    r"watching|working|writing)",
    "think": r"(?:i(?:'d| would)? ?(?:just |really |do |can't help |did |also |still )?(?:think|thought|reckon|suspect|"
    r"guess|suppose|imagine|believe|feel(?: like)?|wonder|bet|say|sense|presume|assume|gather|see|notice)|"
    r"i(?:'m| am) (?:just |only |kind of )?(?:wondering|thinking|sensing|guessing|assuming|hearing|getting the sense|"
    r"sure|hearing you say|imagining|picking up|noticing)|"
    r"what i(?:'m| am)? (?:hear|hearing|think|see|sense|notice)\w*(?: you say(?:ing)?)?(?: is| happened is|,)?|"
    r"i (?:get|got|have|had) (?:the |a )?(?:sense|feeling|impression)|my (?:guess|sense|hunch|feeling|impression) is|"
    r"could it be|might it be|i'd guess|i hear(?: you say(?:ing)?)?|i(?:'d| would) say)",
    "sounds": r"(?:(?:it|that|this|all this|you|which|he|she|what you(?:'re| are) (?:describing|saying|telling me)|"
    r"something)(?:'s| is)? ?(?:really |just |all |almost |also |very much |maybe )?"
    r"(?:sounds?|seems?|looks?|appears?|feels?|sounding|seeming|looking)|^<lead>(?:sounds?|seems?|looks?))"
    r"(?: to me)?(?: very much| a lot| an awful lot| a bit| almost)? ?(?:like|as if|as though|that|to be|,)?",
    "stem": r"(?:(?:<think>|<sounds>)(?: (?:that|if|whether|maybe|perhaps|it(?:'s| is|'d be| would be| might be)(?: just)?|"
    r"like|as if|as though|part of|,|is|how|you say|about)){0,3})",
    # Giving back what was heard.
    "heard": r"(?:i(?:'m| am| was|'ve| have)? (?:also |just |really |do |been |certainly |clearly )*(?:(?:can |could )(?:also |really |just |clearly )?(?:hear|"
    r"see|tell|understand|imagine|sense)|hear|hearing|heard|understand|understood|know|gather|sense|sensing|notice|noticed|noticing|"
    r"picking up|picked up|pick up|recogni[sz]e|reali[sz]e|told|get(?:ting)? (?:a |the )?(?:strong |real )?(?:sense|feeling|impression)|"
    r"have (?:a |the )(?:sense|feeling|impression)|appreciate that)(?: on| from \w+| behind \w+| clearly| loud and clear)?,? "
    r"(?:that |how |like |what |why |though )*(?:you(?:'re|'ve|'d|r)? (?!mentioned|here|to )\w+|you(?:'re|'ve|'d) |this |there(?:'s| is| are) |it(?:'s| is) |\w+ing (?!about|to|for|from|that)))",
    # Kin and people of the speaker.
    "kin": r"(?:mum|mother|mom|dad|father|brother|sister|husband|wife|partner|son|daughter|gran|grandad|grandma|"
    r"grandmother|grandfather|grandpa|aunt|auntie|uncle|cousin|nephew|niece|ex|ex-husband|ex-wife|boyfriend|girlfriend|bf|gf|best friend|"
    r"friend|friends|kids|children|child|baby|first|eldest|youngest|oldest|parents|family|flatmate|dog|cat|girls|"
    r"boys|lad|lass|twins|little one|ex-partner|bro|sis|in-laws|mother-in-law|roommate|boss|folks|grandson|granddaughter|"
    r"grandchildren|supervisor|old man|hubby|missus|fella|other half|stepdad|stepmum|stepmom|stepson|stepdaughter|mil|fil|fianc[eé]e?|sponsor|pastor|niece|mate|mates|house|job|life|depression|anxiety|ocd|therapist|doctor|clients?)",
    "feeling": r"(?:afraid|alone|angry|anxious|ashamed|bereft|confused|conflicted|devastated|disappointed|down|"
    r"embarrassed|empty|exhausted|frightened|frustrated|furious|grief|grieving|guilty|guilt|heartbroken|helpless|"
    r"hopeless|hurt|insecure|isolated|jealous|lonely|loneliness|lost|low|miserable|nervous|numb|overwhelmed|panic|"
    r"panicky|rage|relieved|resentful|sad|sadness|scared|shame|stuck|terrified|torn|trapped|unhappy|unloved|"
    r"unsafe|unsure|upset|vulnerable|worried|worthless|anger|fear|envy|sorrow|longing|abandoned|rejected|"
    r"betrayed|powerless|out of control|invisible|responsible)",
    "inner": r"(?:afraid|frightened|scared|terrified|worried|ashamed|guilty|lonely|angry|jealous|grieving|mourning|"
    r"avoiding|protecting|punishing|hiding|running|testing|trying to|needing|need(?:ed)?|want(?:ed)?|"
    r"don't (?:really |actually )?(?:want|feel|think|believe|trust|know how)|didn't (?:want|feel)|can't (?:bear|face|let|stand)|"
    r"couldn't|feel|felt|fear|dread|learned|learnt|never (?:felt|had|got|learned)|believe|"
    r"hope|hoping|miss|missing|blame|longing|controlled|not sure|worthless|unloved|threatened)",
    # Conditions and technical names.
    "condition": r"(?:depress(?:ion|ed|ive)|post-?natal depression|postpartum(?: depression)?|pnd|ppd|anxiety|anxious attachment|"
    r"avoidant(?! of)|attachment (?:style|issues?|disorder|problem|figure|wound|trauma|pattern|thing)s?|insecure attachment|"
    r"(?:anxious|avoidant|disorgani[sz]ed) attachment|adhd|add|autism|asperger'?s?|ptsd|c-?ptsd|post-traumatic|"
    r"trauma(?:tic)?(?: (?:response|trigger|bond(?:ing)?|reaction))?|traumati[sz]ed|panic (?:attack|disorder)s?|dissociat(?:ing|ion|ive|ed)|"
    r"depersonali[sz]ation|bipolar|borderline|bpd|personality disorder|narcissis(?:t|tic|m)|ocd|obsessive|"
    r"codependen(?:t|cy|ce)|co-dependen(?:t|cy|ce)|enmesh(?:ed|ment)|gaslight(?:ing|ed)?|coercive control|"
    r"domestic (?:abuse|violence)|abusive relationship|emotional abuse|stockholm syndrome|ambiguous loss|"
    r"anticipatory grief|complicated grief|prolonged grief|delayed grief|disenfranchised grief|grief reaction|burn ?out|burned out|burnt out|carer burnout|compassion fatigue|"
    r"impost[eo]r syndrome|catastrophi[sz](?:ing|e|ed)|ruminat(?:ion|ing|e)|hypervigilan(?:t|ce)|alexithymia|"
    r"fight[- ]or[- ]flight|fight,? flight(?:,? (?:or )?freeze)?|freeze response|stress (?:response|reaction)|"
    r"adjustment disorder|disorder|syndrome|(?:a|of) neurosis|neurotic|psychosis|psychotic|mania|manic|delusion(?:al|s)?|"
    r"addict(?:ion|ed)?|dependency|dependence|eating disorder|anorexi[ac]|bulimi[ac]|insomnia|cognitive distortion|"
    r"black[- ]and[- ]white thinking|all[- ]or[- ]nothing thinking|defen[cs]e mechanism|projection|projecting|"
    r"transference|counter-?transference|displacement|sublimation|intellectuali[sz](?:ing|ation)|"
    r"rationali[sz]ation|avoidance|avoidant coping|coping mechanism|coping strategy|maladaptive|people[- ]pleas(?:er|ing)|perfectionis[mt]|"
    r"low self-esteem|separation anxiety|social anxiety|health anxiety|performance anxiety|high-functioning anxiety|"
    r"emotional dysregulation|dysregulated|dysregulation|masking|meltdown|shutdown|sensory (?:overload|issues?)|"
    r"mother wound|father wound|inner child|parentifi(?:ed|cation)|empty nest|midlife crisis|acceptance(?:,? (?:which|the))|"
    r"stages? of grief|last stage|denial|bargaining stage|survivor'?s? guilt|(?:the )?autis(?:m|tic)|neurodivergen(?:t|ce)|"
    r"somati[sz](?:ing|ation)|somatic|psychosomatic|suicidal ideation|passive ideation|toxic relationship|red flag|"
    r"love[- ]bombing|triggered|(?:a|your) triggers?|safety behaviou?rs?|safeguarding|controlling behaviou?r)",
    "normal": r"(?:normal|natural|common|understandable|usual|ordinary|to be expected|okay to|ok to|all right to|fine to)",
    "soothe": r"(?:fine|okay|ok|alright|all right|good|grand|great|well|well in the end|for the best)",
    "praise": r"(?:brilliant|wonderful|amazing|great|good|lovely|strong|brave|courageous|incredible|fantastic|"
    r"excellent|beautiful|caring|kind|loving|devoted|resilient|smart|clever|talented|self-aware|capable|worthy|"
    r"enough|inspiring|inspirational|special|valuable|precious|awesome|marvellous|superb|terrific|perfect|thoughtful|"
    r"generous|impressive|remarkable|warrior|survivor|fighter|star|hero|credit|best|proud|intelligent|insightful|mature)",
    # What is hard, as people say it to comfort.
    "bad": r"(?:hard|tough|difficult|rough|painful|terrifying|scary|frightening|awful|horrible|horrendous|terrible|dreadful|"
    r"heart-?breaking|gut-?wrenching|devastating|exhausting|draining|stressful|overwhelming|miserable|lonely|isolating|"
    r"confusing|frustrating|infuriating|upsetting|hurtful|sad|unfair|cruel|traumatic|distressing|daunting|unsettling|"
    r"shocking|harrowing|nightmare|unbearable|agonising|agonizing|rotten|grim|rubbish|crap|crappy|shitty|rude|mean|ordeal|"
    r"burden|mess|shame|pity|loss|blow)",
    # Whom one calls so when telling them something.
    "vocative": r"(?:mate|man|dude|bro|bruv|sis|sweetie|sweetheart|honey|hun|hon|love|pet|duck|hen|petal|dear|darling|friend|my friend|op|"
    r"girl|lad|lads|buddy|pal|babe|sir|madam|bud|brother|sister|beti|beta|son|everyone|guys|folks)",
    # More verbs of doing; told from nouns by what follows them.
    "do-more": r"(?:adjust|adopt|aim|approach|arm|arrange|assess|attend|balance|bear in mind|befriend|bite|brush|care|carry|catch|celebrate|"
    r"challenge|chat|cherish|clean|clear|close|commit|compliment|cook|cool|cover|cry|cuddle|declutter|delay|demand|"
    r"detach|dig|discuss|distance|distract|divide|donate|draw|dress|ease|educate|embrace|empower|end|escape|evaluate|expand|expect|"
    r"expose|extend|fill|fix|forget|gather|grieve|grow|hang|help|hide|hire|hug|immerse|improve|include|increase|insist|"
    r"interrupt|introduce|invest|jot|jump|lay|lean|lie|lift|light|lock|log|loosen|lose|love|mention|message|mind|monitor|name|nurture|"
    r"obtain|offer|order|organi[sz]e|paint|pause|picture|place|point|postpone|pour|print|prioriti[sz]e|promise|protect|prove|provide|"
    r"purchase|question|recall|recharge|reconnect|record|refocus|refuse|register|reject|relax|release|rely|remain|repeat|replace|"
    r"request|resist|restart|rethink|review|revisit|reward|scream|separate|serve|settle|shift|shout|show|shower|shut|sing|"
    r"skip|smile|sociali[sz]e|soothe|sort|stretch|study|submit|swap|swim|switch|thank|throw|touch|track|train|travel|"
    r"unfollow|update|voice|wash|weigh|welcome|wipe|withdraw|wrap|yell)",
    # Words that may stand first before a noun and are no verbs of doing.
    "not-verb": r"in|on|at|by|for|from|with|of|to|into|onto|over|under|after|before|since|during|through|about|against|between|among|"
    r"without|within|like|as|than|per|via|and|but|or|so|because|if|when|whenever|while|though|although|until|till|unless|whether|that|"
    r"i|you|he|she|it|we|they|me|him|her|them|us|this|these|those|what|how|why|where|who|which|whose|whatever|whoever|is|are|was|were|am|be|been|"
    r"being|has|have|had|does|did|do|can|could|will|would|shall|should|may|might|must|all|both|some|any|no|every|each|either|neither|half|"
    r"such|quite|rather|only|just|even|not|never|maybe|perhaps|then|now|here|there|still|also|too|very|really|yet|once|twice|hi|hello|hey|oh|"
    r"ah|yes|yeah|okay|thanks|thank|sorry|please|wow|got|lost|went|felt|knew|saw|found|made|took|came|gave|left|kept|met|told|said|heard|"
    r"thought|brought|bought|spent|grew|broke|hurt|love|loved|hope|wish|hate|sound|sounds|seem|seems|given|despite|except|besides|"
    r"upon|unlike|toward|towards|around|across|behind|beyond|beside|outside|inside|near|along|plus|part|kind|sort|most|many|more|less|much|"
    r"enough|plenty|lots|loads|tons|one|two|three|four|five|none|nothing|something|anything|everything|nobody|somebody|anybody|everybody|"
    r"people|men|women|kids|children|someone|anyone|everyone|up|down|out|off|away|back|more|same|other|another|what|well|right|good|great|"
    r"true|fair|poor|big|little|hard|tough|yet|ever|again|always|often|sometimes|usually|later|soon|today|tonight|tomorrow|yesterday|"
    r"regarding|concerning|following|including|instead|rid|worth|guess|think|feel|believe|suppose|imagine|wonder|bet|know|mean|see|hear|"
    r"understand|appreciate|want|need|say|says|cos|cause|due|else|first|second|third|last|next|straight|half|quiet|not|aint|ran|sat|ate|drove|"
    r"wrote|read|sent|won|fell|rang|slept|stood|paid|built|caught|taught|fought|sold|chose|spoke|woke|wore|began|drank|hid|held|"
    r"led|fed|meant|dealt|tell|whole|full|free|late|early|long|dear|welcome|sure|fine|bad|ok|yep|nope|nah|aw|ugh|lol|god|jesus|christ|damn|hell",
    # Looking for help.
    "service": r"(?:team|service|services|group|groups|helpline|help line|line|clinic|scheme|form|leaflet|sheet|"
    r"number|gp|trust|hospice|university|student adviser|health visitor|interpreter|crisis team|charity|"
    r"appointment|assessment|benefit|entitlement|waiting list|referral|supervisor)",
    "minimal": r"(?:mm+|mhm+|mh-hmm?|mm-hmm|mm-hm|mm-mm|uh-huh|uh-uh|huh|aha|yup|yap|aw+|ooh|welcome|you're welcome|uh huh|hm+|ah|oh|okay|ok|right|yes|yeah|yep|no|nope|sure|fair|"
    r"fair enough|fair question|i see|got it|of course|alright|all right|good|great|exactly|absolutely|indeed|"
    r"understood|true|wow|gosh|well|so|and|then|now|no rush|there's time|you're right|you are right|that's right|"
    r"you are correct|that's fair|very good|i understand|i hear you|well then|hello|hi|hey|cool|excellent|lovely)",
    "wh": r"(?:what|how|why|where|who|which|when|whose|whom)",
    "aux": r"(?:do|does|did|is|are|was|were|am|have|has|had|can|could|would|will|shall|should|may|might|must|"
    r"isn't|aren't|wasn't|weren't|don't|doesn't|didn't|haven't|hasn't|hadn't|can't|couldn't|wouldn't|won't|shouldn't)",
    "pron": r"(?:you|he|she|it|they|we|i|this|that|there|these|those|anyone|anybody|someone|somebody|anything|something|any|"
    r"the|your|his|her|my|our|their|a|an|everything|everyone|everybody|people|things|part|one)",
    "neg-aux": r"(?:isn't|aren't|wasn't|weren't|don't|doesn't|didn't|haven't|hasn't|hadn't|can't|couldn't|wouldn't|"
    r"won't|shouldn't)",
    "help-me": r"(?:help me (?:to )?(?:understand|see|get|know|with)|tell me|say (?:a bit |a little |some |something )?(?:more|about)|"
    r"describe|talk (?:me through|a (?:bit|little)|to me about|more)|walk me|take me|explain|show me|read (?:me|it)|"
    r"give me (?:an example|a sense|an idea|a picture)|share (?:more|a bit|a little|some|with me|what|how)|paint me|"
    r"let me (?:know|in on)|expand|elaborate|unpack|put (?:it|that) into words|start wherever|begin wherever|"
    r"start from|fill me in|bring me)",
    # Closings and asides that the safety questions share.
    "die": r"(?:kill(?:ing)? yourself|(?:end|ending|take|taking|taken|ended) (?:your|yer) (?:own )?life|end(?:ing)? (?:it all|things|everything)|(?:think(?:ing)?|thought|thoughts|plan|planning) (?:of|about|to) end(?:ing)? it\b|not being (?:alive|here any ?more)|"
    r"suicid(?:e|al)|(?:want(?:s|ing|ed)?|wish(?:ing|ed)?|like|rather|content|ready|planning|going|hoping|plan|intend) to (?:die|be dead)|"
    r"not want(?:ing)? to (?:be alive|live|be here any ?more|wake up)|don't want to (?:be alive|live|be here)|"
    r"(?:be|being|were) dead|better off dead|do away with yourself|top(?:ping)? yourself|finish(?:ing)? yourself|"
    r"dying|make yourself die|end to your(?:self| life)|go on living|wish you (?:were|was) dead|"
    r"thought(?:s)? (?:of|about) (?:death|dying)|take yourself out)",
    "self-harm": r"(?:hurt(?:ing)?|harm(?:ing)?|cut(?:ting)?|injur(?:e|ing)) yourself|self[- ]harm(?:ing|ed)?|harm to yourself",
    # Yet more verbs of doing, which are nouns as often: they need what follows.
    "do-rest": r"(?:refrain|desist|endeavou?r|feed|heed|proceed|shed|embed|chuck|ease|aim|invite|lower|name|send|agree|announce|appeal|apologi[sz]e|argue|bake|ban|bathe|beware|bin|blast|boil|borrow|box|breathe|bribe|broach|budget|bury|cancel|cap|chair|"
    r"chart|chase|clarify|climb|coach|collect|colour|color|compare|complain|complete|compose|concede|confess|cook|copy|craft|cross|crack on|dance|"
    r"date|decline|defer|delegate|demand|dictate|dip|disclose|disconnect|discard|dismiss|display|document|double|draft|drag|drive|edit|eject|elect|"
    r"empty|enlist|enrol|enroll|enter|exchange|excuse|fetch|file|film|filter|flag|flip|float|fold|force|frame|freeze|fry|gift|glue|greet|group|"
    r"guard|guide|halt|hand|hang|harvest|heed|host|hum|hunt|inform|inquire|inspect|install|insist|interview|introduce|iron|isolate|"
    r"jog|knit|knock|label|lend|liaise|line up|load|lodge|loop|mail|map|march|mark|massage|measure|memori[sz]e|mime|mop|"
    r"mute|narrate|negotiate|nibble|nip|nod|notify|nudge|number|omit|outsource|overlap|park|paste|pat|peel|persist|persuade|phase|photograph|pin|"
    r"pitch|plant|plead|plug|pop|portion|post|praise|press|pretend|prime|probe|prune|quote|raise|rank|rate|rattle|rearrange|reassure|recite|reclaim|recruit|"
    r"redirect|rehearse|reject|relabel|rename|renegotiate|rent|repay|rephrase|reply|resign|resolve|respond|restrict|retrain|revise|ride|rinse|"
    r"roll|rotate|round up|rub|rule out|sack|sample|scale back|scan|score|scrap|scratch|screenshot|scribble|seal|sell|shake|shave|shelve|shield|shop|shred|sign|"
    r"sip|sketch|slice|slot|smell|smooth|sneak|soak|solve|spell|spit|splash|split|spray|squeeze|stagger|state|steer|stock|store|strike|"
    r"strip|stroll|stroke|subscribe|substitute|suggest|summari[sz]e|suppose|swallow|sweep|tag|tally|tape|taper|target|taste|tear|tease|test|tick|tidy|tie|time|"
    r"tip|toss|trace|trade|transfer|translate|trial|trim|tuck|tweak|type|unblock|unplug|unpack|uninstall|unsubscribe|unwind|vary|vent|verify|video|"
    r"vote|wander|warm|warn|water|wean|weed|wheel|whisper|whistle|widen|wind|withhold|wriggle|zip|zoom)",
    # Support.
    "awful": r"<bad>|wicked|desperate|heavy|brutal|vile|disgusting|appalling|savage|disgraceful|hideous|vicious|"
    r"hell|hellish|rotten|foul|lousy|bleak|raw|bitter|gutting|maddening|ghastly|unimaginable|unthinkable|"
    r"unforgivable|enormous|immense",
    "worthy": r"heroic|massive|huge|immense|enormous|brave|braver|bravery|courageous|gutsy|impressive|admirable|remarkable|"
    r"extraordinary|incredible|phenomenal|amazing|brilliant|wonderful|fantastic|commendable|inspiring|beautiful|"
    r"no small \w+|a feat|no mean feat|(?:big|huge|massive|enormous|important|giant|brave|great|major) (?:step|thing|win|achievement|act|milestone|start|change|feat)|"
    r"guts|courage|strength|nerve|bottle|backbone|real (?:strength|courage|love|guts|progress|change)|progress|"
    r"an achievement|an accomplishment|a triumph|a victory|a win|a milestone|a credit|an act of \w+",
    "gift": r"patience|courage|strength|love|devotion|kindness|dignity|grace|loyalty|resilience|honesty|generosity|"
    r"wisdom|care|restraint|guts|bravery|backbone|stamina|maturity|insight|heart|grit|compassion|determination|"
    r"commitment|self-awareness|spirit|fight|spine|steel|bottle|sense|talent|tenacity|integrity|warmth",
}
