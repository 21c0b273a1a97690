"""Interpreting, labelling and speaking of oneself. There is no human evidence on the first two, so labels say "may"."""

from __future__ import annotations

from notknowing.mirror.rule import Rule

LABEL: tuple[Rule, ...] = (
    Rule(
        name="label-term", gives="label", pattern=r"\b<condition>\b",
        needs="depression depressed depressive postnatal post-natal pnd ppd anxiety anxious attachment avoidant insecure adhd add autism autistic asperger asperger's ptsd c-ptsd cptsd trauma traumatic traumatised traumatized post-traumatic panic "
        "dissociating dissociation dissociative dissociated depersonalisation bipolar borderline bpd personality narcissist narcissistic narcissism ocd obsessive codependency codependent co-dependent enmeshment enmeshed gaslighting gaslighted gaslight coercive domestic abusive emotional "
        "stockholm ambiguous anticipatory complicated prolonged delayed disenfranchised grief burnout burn burned burnt carer compassion imposter impostor catastrophising catastrophizing catastrophise ruminating rumination hypervigilant hypervigilance alexithymia "
        "fight freeze stress adjustment disorder syndrome neurosis neurotic psychosis psychotic mania manic delusion delusional addiction addicted addict dependency dependence eating anorexia anorexic bulimia insomnia cognitive black all-or-nothing all defence defense mechanism projection "
        "projecting transference countertransference displacement intellectualising rationalising avoidance coping maladaptive people-pleasing people-pleaser people perfectionism perfectionist low separation social health performance high-functioning dysregulation dysregulated masking "
        "meltdown shutdown sensory mother father inner parentified parentification empty midlife acceptance stage stages last denial bargaining survivor's survivor neurodivergent neurodivergence somatising somatic psychosomatic suicidal passive toxic red love-bombing love triggered trigger triggers safety safeguarding controlling",
        unless=r"^<lead>(?:i|my)\b(?!(?:'m| am| would|'d)? ?(?:think|thinking|reckon|wonder|wondering|guess|say|suspect|hear|hearing|call|see (?:it|this|signs)|sure))|^<lead>(?:there(?:'s| is| are)|the) .*(?:group|team|helpline|service|class|charity)\b|\b(?:you said|your word|your own word|they said|did (?:he|she|they|the gp|anyone) (?:say|call|mention)|what does|the word|called it|call it)\b|\bdo you (?:get|have|take|feel)\b|\bare you (?:feeling |having )?(?:suicidal|depressed|anxious|thinking)|suicidal thoughts?|feeling suicidal|autistic adults|late-diagnosed|eating (?:disorder )?(?:properly|enough)|low mood|all right|(?:worst|last|passive) stage of",
        overrides=("acknowledge", "explore", "inform"),
        why="“{words}” is a name from outside the client's own words.",
        examples=("That sounds like an anxious attachment style.", "There's some enmeshment with your parents, I think.", "you're catastrophising a bit", "What you're describing is coercive control."),
        counter_examples=("There is a group for autistic adults on Tuesdays.", "Are you feeling suicidal?", "I'm dyslexic and I had depression."),
    ),
    Rule(
        name="label-signs-of", gives="label",
        pattern=r"\b(?:sign|signs|symptom|symptoms|form|kind|type|case|textbook|classic|part) of (?:an? |the |this |some |your )?(?:\w+ ){0,2}?(?:<condition>|style|personality|breakdown|illness|reaction|response|autism)\b|\b(?:we(?:'d| would)?|i(?:'d| would)|they|is|psychologists|what(?:'s| is|'d| would be)?) (?:what we(?:'d| would) )?(?:would )?(?:be )?(?:call|called|known as|describe as|term|diagnosed as)(?: that| this| it)? (?:a |an )?\w+ \w+|\b(?:textbook|classic) \w+|\b(?:very|so) typical of\b|\b\w+ (?:attachment style|complex|personality type|coping style)\b",
        needs="sign signs symptom symptoms form kind type case textbook classic part call called known describe term diagnosed typical style complex personality",
        unless=r"\?.|(?:said|says|call|calls|called) (?:you|him|her|it|me) (?:a )?\"|what do you call|you(?:'d| would) call|call it\b|he calls|she calls|call (?:me|you|him|her|them|your|the|a)\b|i(?:'d| would) call (?:your|the|him|her|you)|is called|part of (?:you|me|it|this|that) ",
        overrides=("acknowledge",),
        why="“{words}” puts it under a heading.",
        examples=("It's a textbook reaction.", "We'd call that ambiguous loss.", "a classic fight or flight reaction"),
        counter_examples=("What do you call it?", "She calls you a fraud."),
    ),
)  # fmt: skip

INTERPRET: tuple[Rule, ...] = (
    Rule(
        name="interpret-because", gives="interpret",
        pattern=r"\b(?:you|you're|you've|he|she|it|that alarm|this alarm|the alarm|which) [^?]*\bbecause (?:part of you|deep down|underneath|somewhere|you(?:'re| are|'ve| have|'d| had)?|it(?:'s| is)?|he|she|they|if you|then|the|of (?:your|how|what|the)|that)\b|\bbecause (?:deep down|underneath|part of you|somewhere inside|you(?:'re| are) (?:really |actually |so |just )?(?:<inner>|<feeling>)|you(?:'ve| have)? (?:really |actually |never |always |just )?(?:<inner>|<feeling>))|\b(?:that's|this is|which is|it's) (?:really |probably |maybe |perhaps )?(?:why you|how you (?:cope|protect|keep|manage|finally|stay))",
        needs="because why how",
        unless=r"\bbecause (?:you (?:said|told|asked|mentioned)|it(?:'s| is) (?:true|important|helpful|best)|it can|it will|you can|you deserve)|^<lead>(?:do|did|is|are|was|were|what|how|if|don't|try|please)\b|it makes \w+ because|^<lead>so you (?:feel|felt) (?:like )?[^,]*, because|\bi (?!think|reckon|guess|wonder|suspect|imagine|feel|believe|bet|suppose|sense|'m|am)[^,]* because|good idea|should|the reason i|you know[^,]*because|the one who was there|i don't know|i'd|will be better because",
        overrides=("acknowledge", "affirm"),
        why="“{words}” gives a reason that the client has not given.",
        examples=("You're avoiding her because you're afraid of being controlled.", "I think you go blank because part of you is frightened.", "You walked off because somewhere inside you don't think you're good enough."),
        counter_examples=("I ask because you said it quietly.", "Did you leave because of the noise?"),
    ),
    Rule(
        name="interpret-part-of-you", gives="interpret",
        pattern=r"\b(?:part of you|some part of you|one part of you|deep down|underneath (?:it|that|this|all|the)?|under (?:that|it|this|the)\b|on some level|unconscious\w*|subconscious\w*|somewhere inside|without (?:knowing|realising|realizing) it|at (?:some|a deeper) level|what you(?:'re| are) really|what (?:he|she|they|it) (?:was|were|is|'s) really|really (?:saying|asking|about|mourning|grieving|angry)|asking really|your need (?:to|for)|defen[cs]e against|(?:unresolved|unprocessed|buried|hidden|repressed|suppressed) \w+)\b",
        needs="part deep underneath under level unconscious unconsciously subconscious subconsciously somewhere without really need defence defense unresolved unprocessed buried hidden repressed suppressed asking",
        unless=r"^<lead>(?:what|which|who|how|is|does|do|are) [^?]*\?|part of me|under (?:a reference|a number|the (?:table|bed|chair))|\bi don't really",
        overrides=("acknowledge", "affirm"),
        why="“{words}” speaks for a part of the client that the client has not spoken of.",
        examples=("It sounds as though part of you is already grieving.", "there's bare anger under that", "I think she was really asking if she's allowed to grow up."),
        counter_examples=("Part of me is worried.", "What do you think is underneath that?"),
    ),
    Rule(
        name="interpret-maybe-means", gives="interpret",
        pattern=r"\b(?:<stem>|maybe|perhaps|possibly|could it be|probably|surely|as if|it may be|it might be|it could be|must be|to me)\b[^?]*\b(?:stands? for|is (?:really |actually )?(?:about|how you|a way (?:of|to)|the (?:one|only|nearest|last)|the nearest)|are really|way of|is keeping|so you don't have to|so that you (?:don't|can)|reminds? you|reminded you|touches (?:something|on)|represents?|symboli[sz]es?|substitute for|instead of (?:feeling|saying|her|him)|to avoid|to protect|safer (?:version|than)|keeps? (?:the|you|it|him|her|them) (?:\w+ ){0,3}(?:away|close|safe|distance|at bay)|place of|is what you|(?:is|are|was|were) (?:a )?way|finally get)\b|"
        r"\b(?:was|is|are|were) (?:really |just |probably |actually |maybe )?(?:a|your|the only|one) way (?:of|to) \w+|\b(?:probably|must have) (?:reminded|felt|made|brought)|\b(?:sounds?|seems?|feels?) (?:like |to be )?a (?:way|kind|form|sort) of|\bit(?:'s| is) (?:really |probably |maybe |perhaps )?(?:about (?:control|her|him|your|losing|loss|being)|as if)\b",
        needs="think thought thinking reckon suspect guess suppose imagine believe feel wonder wondering sense maybe perhaps possibly could probably surely if sounds seems looks like may might must way is's it's was as me hear hearing",
        unless=r"^<lead>(?:what|which|who|how|is there|do|does|are|did|can|would) [^?]*\?|way (?:i|we) can|one way (?:to|of) (?:do|find|get|think|help)|\bhelp|is about (?:an hour|fifty)|\bthe best way|it (?:might|would|could|may) (?:be )?(?:help|worth|useful|good)|good way|a way to (?:get|find|cope|be|start|make|deal)|things? are",
        overrides=("acknowledge", "affirm"),
        why="“{words}” says what it stands for or is for; the client has not.",
        examples=("Maybe the alarm stands for something at the funeral.", "Getting it all straight sounds like a way of keeping Alan close.", "Perhaps the drain is the one bit of Alan that's left."),
        counter_examples=("Is there a way to stop it?", "What does it stand for?", "It might be a way to get some sleep that helps."),
    ),
    Rule(
        name="interpret-stem-feeling", gives="interpret",
        pattern=r"<stem>,? ?[^?]*?\b(?:you(?:'re| are|'ve| have|'d| were| had| don't| never| always| might| may| feel| felt| must)?|he|she|they|lynne|it's|it is|there(?:'s| is)|being|losing|going) (?:be |been |feel(?:ing)? |felt |feels |really |still |just |actually |always |all |so |quite |quietly |a (?:bit|little|lot|lot of) |already |very |bare |some |more |had to |want(?:ed|ing)? to |trying to |learn(?:ed|t) (?:to|early)|really |even |of |your |like |deeply |secretly )*(?:<feeling>|<inner>|lost your place|losing your place|in charge|good enough|keep the peace|twice as|last|mourn\w*|grieving|punish\w*|rejected|early)\b|"
        r"\b(?:you must be|you must feel|you must have felt|you(?:'re| are) (?:really|actually|clearly|obviously|still|secretly|just) )(?: ?(?:<very>)*)(?:<feeling>|grieving|mourning|avoiding|punishing|protecting|hiding|running away|in denial)|<stem>[^?]*\b(?:always (?:had to|been)|learned|learnt) (?:to |early|that|how)\b",
        needs="think thought thinking reckon suspect guess suppose imagine believe feel wonder wondering sense sounds seems looks feels must hear hearing i'm really actually clearly obviously still secretly just bet impression",
        unless=r"^<lead>i (?:feel|felt|think|guess|believe|wonder|suppose)(?: that| if| like)? (?:i|i'm|i've|we|my)\b|\?.|i(?:'m| am) (?:so |very |really )?sorry|(?:what|how|why|who) (?:do |does |did |would )?(?:you|that|it) .*\?$|i wonder (?:what|how|where|who|when|why)|i feel for|i(?:'m| am) sure (?:this|that|it) (?:is|must)|i hear you|going through a lot|^<lead>i (?:was|had|have|felt|also|used|lost|get)\b|be kind|should|feel better|frightened of that|you(?:'ll| will) feel",
        overrides=("acknowledge", "affirm"),
        why="“{words}” gives the client a feeling or a wish in your words, not theirs.",
        examples=("It sounds like you're lonely at night.", "I wonder whether you feel guilty about the bed.", "It sounds like you learned early to keep the peace."),
        counter_examples=("I think I was scared of getting it wrong.", "I wonder what you feel.", "What makes you feel guilty?"),
    ),
    Rule(
        name="interpret-as-a-child", gives="interpret",
        pattern=r"\b(?:as a (?:child|kid|boy|girl|little one)|when you were (?:little|small|young|a child|a kid)|(?:your|in) childhood|your own (?:mum|mother|dad|father)|goes (?:right )?back to|older than|early (?:on|in life)|the way (?:your|his|her) (?:dad|mum|father|mother) did|every (?:teacher|man|woman|person) who)\b",
        needs="as when childhood own goes older early way every",
        unless=r"^<lead>(?:when|as) i\b|^<lead>(?:what|how|who|where|were|did|do|was|tell|which) .*[?]?$|\bmy\b|\bi was\b|you (?:said|told|mentioned)",
        overrides=("acknowledge", "explore"),
        why="“{words}” looks for the cause in the client's past.",
        examples=("I'd guess that as a child you had to be good for someone.", "you learnt this as a kid didnt you"),
        counter_examples=("What were you like as a child?", "When I was a child we had no phone."),
    ),
    Rule(
        name="interpret-leading", gives="interpret", forms=("closed question",),
        pattern=r"^<lead>(?:don't|doesn't|isn't|aren't|wasn't|didn't|couldn't|wouldn't|haven't) (?:you|it|that|he|she|they|there)\b[^?]*\b(?:bit much|weird|odd|strange|because|really|feel|felt|angry|upset|hurt|sad|scared|guilty|afraid|lonely|relief|relieved|unfair|cruel|controlling|too much|avoid\w*|hiding|wrong|mean (?:that )?you|find)\b|\b(?:are|is|was|were|could it be|do you think) (?:you|it|that|this)(?: be)?(?: that)?(?: you)?[^?]*\b(?:really (?:angry|sad|afraid|about|scared)|avoiding|hiding from|running from|because you(?:'re| are))\b",
        needs="don't doesn't isn't aren't wasn't didn't couldn't wouldn't haven't are is was were could do",
        unless=r"<die>|<self-harm>|hurt you\b|better|easier", overrides=("explore",),
        why="The question carries a judgement or a feeling of yours: “{words}”.",
        examples=("Wouldn't you say that's a bit much?", "Don't you find it a bit weird, telling a machine?", "Isn't it really that you felt relief?"),
        counter_examples=("Are you angry with me?", "Did he hurt you?"),
    ),
    Rule(
        name="interpret-you-verb", gives="interpret",
        pattern=r"^<lead>you(?:'re| are|'ve| have)? (?:avoiding|rehearse|rehearsing|use|using|say|saying|do|doing|keep|keeping|needed|rewrote|stay|staying|are punishing|put|wanted|learned|learnt|hide|hiding|protect|protecting|push|pushing|joke|joking|laugh|laughing) [^?]*\b(?:because|so (?:that )?(?:you|nobody|no one|he|she)|to (?:avoid|protect|hide|keep|prove|punish|stop)|rather than|instead of|for fear)\b|\b(?:what (?:i think|really) happened|you(?:'re| are) (?:projecting|deflecting|displacing|testing|punishing|sabotaging|in denial|acting out|minimi[sz]ing))\b",
        needs="because so avoid protect hide keep prove punish stop rather instead fear happened projecting deflecting displacing testing punishing sabotaging denial acting minimising minimizing",
        unless=r"\?|you say (?:that )?you|that's looking after|so (?:as )?lynne|instead of shouting|so i'd",
        overrides=("acknowledge", "affirm"),
        why="“{words}” says what the client does it for.",
        examples=("You say “careful” because if you said “scared” you'd have to act.", "You keep busy so you don't have to think."),
        counter_examples=("You said it because I asked?",),
    ),
    Rule(
        name="interpret-perhaps",
        gives="interpret",
        forms=("statement about the client",),
        pattern=r"^<lead>(?:i(?:'m| am)? (?:just )?wonder(?:ing)? (?:if|whether)|(?:perhaps|maybe) (?:it(?:'s| was| is)|this (?:is|was)|that(?:'s| was| is)|the|being|having|what)|it (?:may|might|could) be that|(?:she|he|they) (?:may|might|could) have been (?:asking|saying|trying|wanting))\b|<sounds> you(?:'ve| have) (?:always|never|been [^.]*(?:since|the one|the \w+ one))",
        needs="wonder wondering perhaps maybe may might could sounds seems looks feels sound",
        unless=r"\?|should|ought|\bhelp|\bworth|good idea|<help-me>|if (?:we|i)\b|whether (?:we|i)\b|you (?:could|can|might) (?:try|ask|ring|talk|call|see|go)\b|perhaps (?:we|i)\b|maybe (?:we|i)\b|i(?:'ve| have) got|the next|one step|wrong about",
        overrides=("acknowledge", "affirm"),
        why="“{words}” offers a meaning of yours, however lightly.",
        examples=("I wonder if Lynne driving feels like losing your place.", "Perhaps it was easier than telling her.", "She may have been asking whether you still miss her."),
        counter_examples=("I wonder if we could stay with that.", "Maybe I've got that wrong.", "Perhaps the library would help."),
    ),
)  # fmt: skip

DISCLOSE: tuple[Rule, ...] = (
    Rule(
        name="disclose-past", gives="disclose",
        pattern=r"\bi (?:also |too |never |once |just |still |actually |really |even |always |recently |finally |only |have also |used to |have |had |'ve |first |personally |kind of |literally |almost |definitely |already )*(?:was|were|had|lost|felt|went|cried|left|got|became|grew|hated|loved|remember|remembered|lived|moved|trained|tried|failed|suffered|struggled|struggle|suffer|dealt|experienced|watched|used to|started|stopped|quit|learned|learnt|took|made|told(?! you)|met|broke|spent|worked(?! out)|survived|found(?! it| you| your| that you| this)|ended|realized|realised|decided|kept|couldn't|didn't|wasn't|wanted|needed|came out|walked|dropped|ran|slept|saw(?! you)|been|gone|done|danced|turned|laughed|gave|did my|passed|stayed|fell|knew|grieved|overcame|battled|relate|remembering|hit|put|wrote|lay|sat(?! down with)|dreaded|bought)\b|\bi(?:'ve| have) (?:also |always |never |been |had |just |recently |only |actually |done |really |even |got )*(?:been|had|lost|felt|gone|done|struggled|suffered|experienced|seen (?:a|my)|lived|dealt|tried|found|learned|overused|put|moved|made|got (?:a|some|my|an)|known|come|battled|used|taken|thought)\b",
        needs="i i've",
        unless=r"\bi (?:did|was|had|made|got|used|said|asked|told|went|felt|saw|wasn't|didn't|couldn't|wanted|were) (?:look at|hear|hearing|a phrase|wondering|wanting|going to (?:ask|say)|struck|just (?:wondering|going|thinking|about)|thinking|curious|listening|(?:it|this|that|you) wrong|you wrong|too (?:quick|fast)|mean to|to (?:ask|say|check|know|make sure|hear|understand)|moved|sorry|clumsy|not (?:clear|listening|hearing)|unclear|say|said)|if i (?:was|were|had|did|got|made|lost|felt|went|told)|\bi(?:'ve| have) (?:been listening|been thinking|been wondering|got (?:some|a few|your|it|you|that|this|here)|noticed|made you|only got|no |had (?:a think|your)|found the)|\bi (?:knew|did)n't\b[^.]*you\b|you knew her|you said|i wonder|i(?:'m| am) not|why did i|i (?:found|felt|was) (?:it |very )?(?:helpful|touched|moved|struck|worried)|i have to (?:ask|tell|say)|\bi made (?:you|a note)|i got you wrong|never did, so|last week i|because i wanted you|behind my hand|^<lead>i asked\b|\?$|i had (?:a )?(?:thought about you|you)",
        overrides=("acknowledge", "inform", "reassure"),
        why="“{words}” tells of your own life.",
        examples=("I had six months off with my back.", "When I was an apprentice I walked out twice.", "I lost my brother as well.", "I've been there."),
        counter_examples=("I did look at the clock.", "I was wondering about Lynne.", "If I were you I'd rest.", "I've been listening."),
    ),
    Rule(
        name="disclose-my-people", gives="disclose",
        pattern=r"\b(?:my|me)(?: own| late| old| first| last| best| little| older| younger| big| ex| second| eldest| youngest)* (?:<kin>)(?:'s)?\b|\bmy (?:anxiety|depression|panic|divorce|marriage|wedding|therapist|psychiatrist|illness|recovery|diagnosis|addiction|ptsd|adhd|ocd|twenties|teens|childhood|life|past|own (?:life|experience|grief|loss|struggles?)|experience|situation|story|symptoms|meds|medication|school|degree|master's|job|work|car|house|head|brain|stomach|problem|problems|issue|issues|weight|mental health|mind|self-esteem|boss|college)\b|\bmine (?:was|is|were|did|died|too)\b",
        needs="my our me mine",
        unless=r"\bif (?:it|that|this|he|she|you) (?:was|were|is) my\b|\bmy first (?:post|time|question|comment|thought|instinct|reaction)\b|\bthrowaway\b|, my (?:sister|brother|dear|friend|son|daughter|love|child)\b|(?:do|doing) my (?:job|work)|^<lead>(?:ring|tell|ask|call) (?:my|our)\b|my supervisor (?:and|today|about|or)|tell my supervisor|(?:talk|speak|go|take (?:this|it)) to my supervisor|our (?:job|work|service|team|group|sessions?|house rules)\b|in my (?:head|mind) (?:i|you)|(?:off|on|in|out of) my mind\b|change my mind|\bmy (?:work|job) (?:is|here|to)|my experience (?:of|with) (?:clients|people)|you(?:'re| are) (?:my|doing my) (?:client|job)|doing my job|with my voice|make up my mind|my mind(?: goes| went)? (?:to|back)|\?$|what (?:is|'s) my|bring my|our kit|our alan|our lass said|my own words",
        overrides=("acknowledge", "inform", "reassure"),
        why="“{words}” brings your own people or life in.",
        examples=("My dad was the same.", "Me and my dad don't speak.", "my anxiety was worst at night"),
        counter_examples=("I'm going to tell my supervisor.", "You ended up doing my job.", "You told me about your mum."),
    ),
    Rule(
        name="disclose-same", gives="disclose",
        pattern=r"\b(?:me too|same here|same boat|been there|i(?:'m| am) the same|i can relate|i relate|i(?:'m| am) (?:a bit |just |exactly |much )?(?:the same|like that|like you)|just like me|sounds? (?:just |a lot |very much |so |exactly )*like (?:me|my|myself)|i know (?:exactly |just )?(?:the feeling|how (?:you feel|it feels|strange|hard|that feels|that is)|what (?:it(?:'s| is) like|you mean|you(?:'re| are) going through|it is to))|i do (?:know|understand)(?: how| what| it|[.,]| as)|(?:so|and) i do (?:get|know|understand)|as someone (?:who|with)|speaking as (?:a|someone)|as a (?:fellow|mum|dad|parent|mother|father|person with)|i (?:do )?get (?:the same|that too|it too|like that)|(?:like|as) (?:me|i do|i did)\b|some idea\b|like myself|so me|this is me|that was me|me as well|me at that age)\b",
        needs="me same there relate like know feeling understand someone fellow parent mum dad mother father get idea myself",
        unless=r"\b(?:you(?:'ve| have)?|they(?:'ve| have)?|who(?:'s| has)|ever(?:y|yone|ybody)(?:'s| has)|has|he's|she's) (?:all )?been there|like me to\b|\?$|i (?:don't|didn't|can't|do not|won't) (?:know|get|pretend)|as (?:i do|i did) (?:with|every)|\blike me[,.]? (?:to|if)|you(?:'d| would) like me|know better than me|act as i",
        overrides=("acknowledge", "reassure", "inform"),
        why="“{words}” sets your own experience beside the client's.",
        examples=("I've been there, same boat.", "I do know how strange it is.", "I know the feeling."),
        counter_examples=("Would you like me to wait?", "I don't know what it's like."),
    ),
    Rule(
        name="disclose-i-am", gives="disclose",
        pattern=r"\bi(?:'m| am) (?:also |still |currently |actually |now |only |just |personally )*(?:a |an )(?:bit (?:the same|like)|mum|dad|mother|father|parent|nurse|teacher|doctor|therapist|student|carer|widow\w*|survivor|recovering|dad of|mum of|single|counsellor|counselor|\d+|\w+ year|guy|man|woman|girl|male|female)(?! (?:so|who)? ?(?:here|and i will))|\bi(?:'m| am) (?:also |still |currently |actually |only |now )*(?:dyslexic|autistic|bipolar|depressed|divorced|widowed|adopted|diagnosed|disabled|in recovery|on (?:medication|antidepressants|meds)|trans|gay|bi|lesbian|married|homophobic|in therapy|not (?:very )?good at|terrible at|awful at|going through|dealing with|struggling|in the same|in a similar|\d+|living|the eldest|the youngest|suffering|sick of|tired of|so tired|lonely|scared of (?!you|what you)|drinking|working on|seeing a|taking|trying to get)\b",
        needs="i'm i am", unless=r"\?$|i am not a (?:doctor|medical|therapist)|i(?:'m| am) a (?:therapist|counsellor|counselor) (?:and|so|not)|working on (?:it|this) with|going through it with",
        overrides=("acknowledge", "reassure", "inform"),
        why="“{words}” says something of yourself.",
        examples=("I'm dyslexic.", "I'm a dad of two.", "I am in the same place at the moment."),
        counter_examples=("I'm here.", "I am not a medical person.", "I'm not sure."),
    ),
    Rule(
        name="disclose-i-present", gives="disclose", forms=("statement about self",),
        pattern=r"^<lead>i(?:'ve| have)? (?:also |still |always |never |usually |often |sometimes |just |only |actually |really |even |do |personally |honestly |literally |kind of |constantly |totally |hardly |don't |can't |cannot |rarely |definitely |currently |tend to )*(?:lack|hate|love|live|sleep|drink|smoke|cry|wake|go to|go blank|go over|have (?:a|an|two|three|no|this|my|had|been|multiple|severe|the|some|such)|need (?:help|a|someone|to (?:get|stop|lose|learn))|use|overuse|eat|play|work|take|struggle|suffer|feel (?:so|like|the same|that way|very|really|alone|lost|empty|sad|guilty|bad|this|it|worse|as)|get (?:anxious|nervous|angry|scared|sad|so|really|like|very|up|upset|mad|panic|the)|miss|deal|keep|find it|find (?:that|myself|when)|think about (?:it|my|dying|killing|suicide)|want to (?:die|be|get|go|do|cry|live)|wish (?:i|my)|worry about (?:my|what)|do (?:that|this|the same|it)|see (?:a|my) (?:therapist|doctor|shrink)|forget|fall|lose|end up|start|break|freeze|stay|hide|avoid|leave|tell (?:my|people)|read|watch|listen to|write|try to|know (?:people|someone|many|a)|cope|bottle|hear voices|dread|never know|hit|make)\b",
        needs="i i've",
        unless=r"\byou(?:'re|'ve|r)?\b(?! know)|here|i (?:never )?(?:hear|notice|ask|keep short|keep notes|work (?:here|for|with))|a question|i need to (?:ask|know|say)|\bi see (?:it|this)|want to (?:ask|know|hear|check|understand|be (?:clear|honest|straight|careful|sure))|need a (?:minute|moment)|have (?:a|the) (?:question|list|idea|thought|hunch|feeling|sense|number|name|form|leaflet)|have (?:no|an?) (?:idea|answer)|feel (?:like|that) (?:we|there|this|it)|try to (?:ask|be|keep|help)|take that|i know (?:a|many) (?:good|group|place)|\bi do (?:it|that|this) with|every (?:week|day) in this|don't want to|don't have (?:the|an|any)|have this (?:question|thing i)|of it\.?$|tell people",
        overrides=("acknowledge", "inform", "reassure"),
        why="“{words}” speaks of your own habits or life.",
        examples=("I still lack that.", "I hate Sundays as well.", "I overuse that phrase."),
        counter_examples=("I don't know the order of it.", "I want to ask you something.", "I keep short notes."),
    ),
)  # fmt: skip
