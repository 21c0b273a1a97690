"""What happens between the two people in the room: exploring, informing, handing back, acknowledging, asking about risk."""

from __future__ import annotations

from notknowing.mirror.rule import Rule

QUESTION_FORMS = ("open question", "closed question")

RISK: tuple[Rule, ...] = (
    Rule(
        name="risk-suicide", gives="ask risk",
        pattern=r"\b(?:<die>|<self-harm>|(?:hurt|harm)(?:ing)? (?:you|her|him|the baby|your baby|baby|either of you) or (?:yourself|you)|about suicide|of suicide)\b|\bnot (?:wanting|want) to (?:be here|live|carry on living)\b|(?:come|enter\w*|cross\w*|went|gone) (?:in |into |to )?your (?:head|mind) to (?:die|end|kill)",
        needs="kill killing end ending ended take taking taken suicide suicidal die dead dying hurt hurting harm harming cut cutting injure self-harm self-harming living alive live wish top topping finish death self self-harmed done do yourself",
        unless=r"^(?!.*(?:\?|<aux> (?:you|it|there|that|he|she|they|any|part)|<you-are> (?:thinking|planning|wanting|going|feeling)|asking you|i(?:'m| am) asking|i need to ask|i have to ask|i must ask|tell me)).*$|^(?!.*\byou(?:'ve| have|'re| are| been| ever| want| think| thought|\b.*\byou\b).*(?:think|thought|want|plan|feel|wish)).*(?:he|she|they|alan|brother) (?:kill|killed|die|died|take|took|end|ended)\b|dead (?:right|good|tired|end)|end of",
        overrides=("explore", "advise", "label", "inform", "interpret"),
        why="“{words}” asks about suicide or self-harm in plain words.",
        examples=("Are you thinking of killing yourself?", "Did you have thoughts to end your life?", "do you want to be dead", "Is it suicide you're thinking about?", "Do you ever hurt yourself on purpose?"),
        counter_examples=("You're not going to do anything silly, are you?", "Are you having dark thoughts?", "Was it hard when Alan killed himself?", "Suicide is a word people avoid."),
    ),
    Rule(
        name="risk-child", gives="ask risk",
        pattern=r"\b(?:hurt|harm|shak|smother|drown|drop|injur|damag|smack|hit)\w*\b[^?]{0,30}\b(?:baby|her|him|child|them|the (?:boy|girl|lad|little)|little (?:one|boy|girl|lad)|infant|newborn|kid|daughter|son|grandson|archie|your (?:boy|girl|lad))\b|\b(?:her|him|baby|child|archie|little one|grandson|them)\b[^?]{0,20}\b(?:com(?:e|ing) to (?:any |some |no )?(?:harm|hurt|grief|danger)|(?:be(?:ing)?|get(?:ting)?|gets) (?:hurt|harmed|killed|injured)|in danger|safe (?:with|around) you|not safe)|\b(?:harm|hurt|bad|terrible|awful|danger)\b[^?]{0,25}\b(?:com(?:e|ing)|done|happen(?:s|ing)?) (?:to )(?:the |your |that )?(?:baby|her|him|child|archie|little|grandson|them)\b|\b(?:baby|child|archie|little one|grandson|lad|boy|girl|she|he|her|him)\b (?:is |be |always )?(?:safe|at risk|in danger) (?:with|from|around|near) you|\b(?:safe|danger|risk)\b[^?]{0,20}\b(?:baby|child|archie|little one|grandson)\b[^?]*(?:with you|from you|you might)|\bharming (?:your|the|their) (?:baby|child|little one|grandson)|\bdo (?:some |any )?(?:harm|something bad|something) to (?:the |your )?(?:baby|her|him|child|archie|little one|grandson)\b",
        needs="hurt hurting harm harming harmed shake shaking smother smothering drown drowning drop dropping injure injuring coming come comes danger safe bad terrible awful done happen happening smack hit hitting risk",
        unless=r"i will have to tell|i(?:'d| would) have to tell|^(?!.*(?:\?|<aux> (?:you|it|there|that|any|the|some|thoughts)|thoughts|asking|have to ask|had (?:anything|owt))).*$|\b(?:did|does|has|have|is|was) (?:he|luke|she|anyone|anybody|somebody|your husband) (?:ever )?(?:hurt|harm|hit|hurting)|feelings|you(?:'re| are) not hurting|does it hurt",
        overrides=("explore", "advise", "inform"),
        why="“{words}” asks plainly whether the child could come to harm.",
        examples=("Have you had thoughts of hurting your baby?", "Did you think to do some harm to the baby?", "Have you been frightened that you might harm her?", "Do you think of Archie coming to harm?"),
        counter_examples=("Is the baby feeding?", "Did he ever hurt her?", "She's gorgeous."),
    ),
    Rule(
        name="risk-other-person", gives="ask risk",
        pattern=r"\b(?:afraid|frightened|scared|fear|fearful|terrified|nervous) (?:of|around|when|about) (?:him|her|luke|beth|them|anyone|anybody|your (?:husband|partner|wife|daughter|son|boyfriend|girlfriend)|what (?:he|she|luke|beth|happens|might happen|will happen)|going home|somebody|someone)\b|\b(?:fear|feared) (?:him|her|luke|beth|your)\b|\b(?:he|she|luke|beth|anyone|anybody|they|somebody|someone|your (?:husband|partner|wife|daughter|son))(?:'s| has| have| did| does| ever| been| would| might| could| is)* (?:ever |actually |going to )?(?:hit|hits|hitting|hurt|hurts|hurting|threaten\w*|push(?:ed|es|ing)?|grab\w*|forc(?:ed|es|ing)|strangl\w*|harm\w*|slap\w*|punch\w*|kick\w*|lay a hand|laid a hand|stop(?:s|ped)? you (?:leaving|going|from))\b|\b(?:in danger|unsafe|at risk|danger)\b[^?]{0,30}\b(?:with|from|when|around|near) (?:you(?:'re| are) (?:with |near )?)?(?:him|her|luke|beth|he|she)\b|\b(?:safe|unsafe|in danger|danger|at risk) (?:at home|with (?:him|her|luke|beth|them)|around|there|where you (?:live|are)|in (?:your|the) (?:own )?(?:home|house|relationship)|to go home|going home|from (?:him|her)|tonight|today)\b|\bwhen (?:luke|he|she|beth) [^?]{0,20}(?:hurt|hit|frighten)",
        needs="afraid frightened scared fear fearful terrified nervous hit hits hitting hurt hurts hurting threaten threatens threatened push pushed grab grabbed force forced strangle strangled harm slap slapped punch kick lay laid safe unsafe danger risk feared stop stops stopped",
        unless=r"^(?!.*(?:\?|<aux> (?:you|he|she|luke|beth|it|there|that|they|anyone|anybody|your)|were you)).*$|up there (?:on|in)|safe up|hurt(?:s)? (?:his|her|your|their) feelings|in the dark|scared of (?:losing|being)|isn't safe\.|does it hurt",
        overrides=("explore", "advise", "interpret"),
        why="“{words}” asks plainly about fear, or about being hurt.",
        examples=("Has he ever hit you?", "Are you afraid of him?", "Are you safe at home?", "Did you ever fear him?"),
        counter_examples=("Do you and Luke argue much?", "Do you feel safe up there on your own in the dark?", "Was he frightened of the dog?"),
    ),
    Rule(
        name="risk-contact", gives="ask risk",
        pattern=r"\b(?:safe|safer|safest|okay|ok|all right|alright|risky|dangerous|secure|private|privately|better|best|free|able)\b[^?]{0,40}\b(?:talk|speak|ring|call|phone|text|write|email|e-mail|message|letter|letters|post|leave (?:a )?(?:message|voicemail)|contact|reach|get hold|voicemail|number|address|mobile)\b|\b(?:ring|call|phone|text|write|email|message|letter|letters|contact|reach|voicemail|mobile|number|post)\b[^?]{0,60}\b(?:safe|safer|safest|safely|privately|risky|would (?:he|she|luke|beth|anyone|that get)|he(?:'d| would)|she(?:'d| would)|luke(?:'d| would)|(?:he|she|luke|beth|anyone|anybody|someone|they) (?:would |might |could |be able to |able to )?(?:see|hear|read|find|open|answer|pick|listen|look|check|get|know|notice)\w*|find(?:s|ing)? out|get you into|cause you)\b|"
        r"\b(?:can|could|does|do|is|might|would|will|has|did|are)(?:n't)? (?:he|she|luke|beth|anyone|anybody|anyone else|somebody|someone|they|your (?:husband|partner|daughter|wife))(?: ever| also| be| be able to| able to| possibly| actually| really| sometimes| always)* (?:see|hear|read|look (?:at|through|in)|check|go through|get into|open|track|listen|listening|listens|tell where|find|follow|know (?:where|that|you)|have (?:your|access|the|a)|got (?:your|access)|monitor|use|watch|watching|see where|able|unlock|pick up|answer|aware)\b|\b(?:he|luke|she|beth|someone|anyone)(?:'s| is)? (?:listening|watching|tracking|able to (?:see|hear)|reading)\b|\b(?:how|where|which|what|when) [^?]*\b(?:safe|safely|safer|safest|safety)\b|\b(?:phone|that thing|location|app)\b[^?]*\b(?:switched? (?:on|off)|tracking|sharing|listening|see where|shows? him|tell(?:s|ing)? (?:him|her))|\b(?:he|luke|she|beth|anyone|anybody|somebody) (?:can|could|might|is able to|may|will) (?:hear|see|read|check|find|track|follow|listen|look)\b|\b(?:get|got|gets|getting|go|been|look|looked|log|logged) (?:in)?to your (?:phone|inbox|email|emails|e-mail|messages|account|accounts|post|whatsapp|texts|calls)|\bwho(?:'d| would|'s| is|'ll| will| else)? (?:going to )?(?:pick|picks|answer|answers|see|sees|open|opens|read|reads|hear|hears)\b|\b(?:number|address|e-?mail|place|way|time)\b[^?]{0,40}\b(?:he|luke|she|beth|nobody|no one)(?: (?:doesn't|does not|hasn't|can't|cannot|won't|wouldn't|isn't)|'s not) (?:know|see|check|read|have|get|look|find|on)|\bphone\b[^?]{0,20}\b(?:off|outside|away|in the (?:room|other room)|here)\b|\b(?:who|anyone|anybody|nobody|no one|someone|somebody) else (?:can |could |might |would |able to )?(?:see|read|open|get|look|use|know|hear|answer|has|have|check)\w*|\b(?:he|she|luke|beth)(?: can't| cannot| won't| wouldn't| doesn't) (?:see|read|open|get|know|find|look|use)|\b(?:could|can|might|is|would|may) (?:he|she|luke|beth|anyone|somebody|someone) (?:be )?(?:tracking|listening|reading|watching|checking|following)|\bsafe (?:for (?:me|us) to|to (?:talk|be|have|say|go)|contact|time|place|way|number|address|email|if (?:i|we|a|the|letter))\b|\bwhat is safe\b|tell me what(?:'s| is) safe|\bhow (?:would|should|can|shall|do) (?:you like )?(?:i|us|we)(?: best| to)? (?:reach|contact|get hold|get in touch)",
        needs="hear see inbox account messages who who'd number address email phone ring else off outside away here reading checking following can't won't safe safer safest safely okay ok right alright risky dangerous private privately secure can could does do is might would will has did listening watching tracking phone location how where which free able aware are",
        unless=r"^(?!.*(?:\?|<aux> (?:he|she|luke|beth|it|you|anyone|anybody|there|that|they|your)|tell me|you tell me|which|what is safe)).*$|\b(?:would|do|does|did|could|can|will) (?:it|you|he|luke|she)[^?]*\b(?:help|come along|argue|miss|say|think)\b|better (?:to|if you|for you both)|(?:best|better) (?:at|in|way to (?:ask|talk))|all right (?:with|about|for you) (?:to )?(?:talk(?:ing)? about|say)|okay (?:to|if we|if i) (?:talk|speak) (?:about|more)|able to (?:talk|speak|say|tell) (?:to|about|him|her|me|more)|(?:can|could) (?:he|she|luke) (?:hear|see) (?:how|you('re| are)|your side|that you)|see (?:things|that|what|why|how|you (?:as|like))\b(?!.*(?:phone|text|email|message|record|screen))|feel(?:s)? safe\b(?!.*(?:phone|text|ring|write))|is there (?:anyone|someone|somebody) you (?:can|could) (?:talk|speak)|free to (?:talk|say)(?! now| here| on| at the moment)|would you (?:be able|like|prefer) to (?:talk|speak) (?:about|to me about)|(?:okay|ok|alright) with\b(?!.*phone)|in the dark|know that you (?:love|care|feel|mind)|safe (?:with|at home)",
        overrides=("explore", "inform", "interpret"),
        why="“{words}” asks plainly about safe contact.",
        examples=("Is it safe for me to text you?", "Does Luke look at your phone?", "Can he see where you are at this moment?", "You tell me what is safe and I will follow it.", "does he go through your messages"),
        counter_examples=("How do you feel when it buzzes like that?", "What does \"careful\" mean to you?", "Would it help to have Luke come along?", "Is everything okay between the two of you?"),
    ),
)  # fmt: skip

HAND_BACK: tuple[Rule, ...] = (
    Rule(
        name="handback-you-know", gives="hand back",
        pattern=r"\byou(?:'ll| will|'d| would)? know (?:(?:that|the|this|it|her|him|them|your|what|how|which)\b[^.?]* )?(?:far |much |a lot )?(?:better|more|best)\b|\byou know [^.?]{1,40}\band i (?:don't|do not|never)\b|\byou knew (?:her|him|them)\b[^.?]*\bi (?:didn't|did not|never)|\bi(?:'d| would|'ll| will) only be guessing|\bi (?:don't|do not) (?:have|know)\b[^.?]*\.? ?you do\b|^<lead>you do\.$|you(?:'re| are) the (?:one|only one|expert|person) who (?:was there|knows|decides)|\bstop me (?:if|when)|correct me|tell me (?:i'm|if i'm|when i'm|that i am|if i am) wrong|(?:when|if) i(?:'m| am)? (?:get(?:ting)? it |'m )?wrong\b|i can't (?:tell you what|know (?:that|it|the other part) for you)|\byou tell me (?:when|what|which|how|if)\b|i(?:'m| am) not (?:a medical|the one)",
        needs="know better guessing do longer none only stop correct wrong tell can't knew one say so person not",
        unless=r"do you know|^<lead>now you do|\byou know better\b|i will ask|going to ask|you(?:'re| are) the one who (?:has|copes)|if i think",
        overrides=("acknowledge", "disclose", "interpret"),
        why="“{words}” leaves the knowing with the client.",
        examples=("You'll know better than me what counts.", "You knew her and I didn't, so I'd only be guessing.", "please stop me when I get it wrong"),
        counter_examples=("Do you know the number?", "You know what I miss."),
    ),
    Rule(
        name="handback-you-choose", gives="hand back",
        pattern=r"^<lead>you (?:pick|choose|decide|say|lead|start|say which|tell me)(?: which| what| where| how| when| and|[.,!]|$)|\b(?:it(?:'s| is)|that(?:'s| is)|this is|has to be|entirely|completely|all|because it) (?:really |all |entirely |completely )?(?:up to you|your (?:decision|choice|call|say)|yours to (?:say|tell|decide|keep|choose|make)|for you to (?:say|decide|choose))|\bwhich(?:ever| one|)? (?:you like|you want|you prefer|suits|first|would you (?:rather|like|prefer|want))\b|\bwhatever you (?:decide|choose|want|like|prefer)|\b(?:we|i|you) can (?:[^.?]{1,50}),? or (?:[^.?]{1,60})(?:\bor\b[^.?]*)?|\beither,? or neither|stop when you like|at your own pace|(?:say|tell me) which|your (?:own )?(?:decision|choice|call)\b(?! to)",
        needs="pick choose decide say lead tell up decision choice call yours which whichever whatever can either stop pace keep start because show read near",
        unless=r"\bi can (?:see|hear|tell|imagine|understand|email|give|only)\b|one way or another|sooner or later|more or less|or (?:so|something|whatever)\b|^<lead>you say (?!which)|respond|\bor (?:two|three)\b|you can (?:get|find|try|use|call|go|take|see) ",
        overrides=("acknowledge", "affirm", "reassure", "advise"),
        why="“{words}” puts the choice with the client.",
        examples=("You pick.", "I can ask you stuff or I can leave you be for a bit.", "We can stay with it, or leave it for another day.", "it's up to you"),
        counter_examples=("You say it's fine.", "I can see it was hard or strange."),
    ),
    Rule(
        name="handback-what-want", gives="hand back", forms=QUESTION_FORMS,
        pattern=r"\b(?:what|how|which|where|who|when)\b[^?]{0,25} (?:would|do|did|'d|should|could|shall) (?:you|be|i|we)(?: most| really)? (?:want|like|rather|prefer|start|be (?:useful|helpful|most use|any use|better)|need from|choose)\b|\bhow (?:i can|can i|could i|may i|might i) (?:be any use|be (?:of )?use|help|be useful)|\bwould you (?:rather|prefer)\b|\bdo you want (?:me|an answer|it|this|the|to)\b[^?]*\bor\b|\bwhich (?:first|would be better|shall we|of (?:these|them|those) (?:first|shall|would))\b|\bwhat (?:you )?(?:would |do )?you(?:'d)? (?:want|like) (?:me|from|to have|us|today)\b|\bwhat would (?:make|be)[^?]*(?:today|this hour|our time)[^?]*(?:use|worth|useful)|\bif (?:nobody|no one|there were nobody|it was up to you)[^?]*what (?:would|will) you do|start wherever|where (?:would|do|shall) (?:you|we) (?:want |like )?(?:to )?(?:start|begin)",
        needs="want like rather prefer start use useful helpful which tell nobody no better wherever choose begin part day own need",
        unless=r"how many were|what would (?:it|he|she|they|your|mum|bea) |do you want to (?:go on living|be dead|die|end|kill)|what (?:was|were) you wanting|how would you (?:like to be|want (?:bea|her|him|them))|<die>|would you like (?:me to use|a|some)|look like|feel like|what did (?:she|he|they|you) want|wanting to know|didn't have to be|like about|like best|did you like|do you like\b|what do you need right now|what (?:do|did) you want (?:bea|her|him|them)",
        overrides=("explore",),
        why="“{words}” asks the client to say where this goes.",
        examples=("What would you want from today?", "Which first?", "How would you want this to go?", "Do you want an answer from me, or somewhere to say it?", "Where would you start?"),
        counter_examples=("Do you want to go on living, or not?", "What was she wanting to know?", "What do you like about it?"),
    ),
)  # fmt: skip

INFORM: tuple[Rule, ...] = (
    Rule(
        name="inform-service", gives="inform",
        pattern=r"\b(?:(?:there(?:'s| is| are)|we have|we(?:'ve| have) got|i can (?:give|send|get) you) (?:\w+ ){0,5}?(?:<service>|form|minutes|sessions|name)\b|you(?:'re| are) entitled|no form|someone alongside|put (?:your studies|someone)|(?:a|an|the|her|his|your) (?:\w+ ){0,3}?<service>(?: \w+){0,4} (?:can|could|will|is|are|has|does|do|runs?|who|that|for|on|at|open|which)|<service> (?:can|could|will|suspend|put|pause|extend|offers?|runs?|pays?) )\b(?:[^?]*\b(?:<service>|sessions?|minutes|free|name|confidential|book(?:ed|ing)?|open|somebody|ring|put|suspend|entitled|studies|alongside)\b)?[^?]*|it (?:is|'s) (?:free|fifty minutes|an hour)|it doesn't (?:cost|need)|\b(?:fifty|sixty|50|60) minutes\b|\bsix (?:sessions|of (?:these|them))|i can (?:give|send|email|get) you (?:the|a|some) (?:name|number|sheet|leaflet|form|information|details)",
        needs="there's there is have entitled service services team group groups helpline line clinic gp university hospice trust scheme form leaflet interpreter firm booked free fifty cost school charity run runs give explain minutes six nobody number appointment support adviser without assessment visitor",
        unless=r"\?$|^<lead>(?:kindly |please |just |do )*(?:ask|visit|contact|join|try|look|find|book|talk|speak|tell|write|take|check|apply)\b|you noticed|\bgroup chat|^<lead>i(?:'d| would) go\b|^<lead>(?:there(?:'s| is)) (?:a|an|some|so|no|something|bare|nothing|lots|always|hope|quite|more|a great)? ?(?:\w+ )?(?:anger|lot|deal|enmeshment|anxiety|grief|sadness|way|hurry|right|need|one (?:bit|thing)|time|part|hope|rush|room|something|nothing|difference|pressure|people|feeling|someone|somebody|unprocessed|love|wrong|shame|no)\b|you could|you should|might|would be|strength|entitled to (?:feel|your)|i (?:had|lost|was|trained)|relief",
        overrides=("acknowledge", "advise", "affirm"),
        why="“{words}” tells the client a fact about help, money, time or places.",
        examples=("There's a perinatal team who see mothers at home.", "The university can suspend your studies for a while.", "It is free.", "We have six sessions of fifty minutes."),
        counter_examples=("There's some anger under that.", "Is there a team?", "There's no rush."),
    ),
    Rule(
        name="inform-limits", gives="inform",
        pattern=r"\b(?:confidential\w*|private|(?:what|anything|something|whatever) you (?:say|tell me)[^?]*(?:stays?|stops|staying|between|private|here)|i keep (?:short )?notes|under a (?:reference|number)|can't see (?:them|it)|goes (?:to|any further)|isn't told|nothing goes|(?:i(?:'d| would|'ll| will)?|we(?:'d| would)?) (?:have to|need to|must|be obliged to) (?:tell|let|inform|ring|speak|inform|share|break|pass)|i(?:'m| am) going to (?:tell|ring|call|speak|let)|not going to keep (?:this|that|it) to myself|the limits (?:are|of)|unless (?:i think|your|somebody|someone|there)|serious risk|i must speak|tell you (?:first|before)|before i (?:did|do|tell|ring))\b",
        needs="confidential confidentiality private say tell notes reference number see goes told nothing have need must going keep limits unless risk speak before ring inform let",
        unless=r"\?|^<lead>thank|if you (?:say|tell)|what you(?:'re| are) telling|you don't (?:have|need) to|i have to ask|(?:i need to|i must|have to) (?:ask|say|know)|i will ask|\bbefore i (?:ask|say)|how to ring|let (?:me|you)\b(?! know)|you (?:have|need) to|i'm going to (?:tell|ask) you (?:plainly|straight|something)",
        overrides=("acknowledge", "disclose", "handback", "advise", "interpret"),
        why="“{words}” says what is kept private, or what you are bound to do.",
        examples=("What you tell me is private, with two exceptions.", "I'd have to tell your health visitor.", "I'm going to tell my supervisor and ring your GP today.", "I keep short notes under a reference."),
        counter_examples=("What you're telling me is a lot.", "I have to ask you something.", "Did you tell your GP?"),
    ),
    Rule(
        name="inform-how-we-work", gives="inform",
        pattern=r"^<lead>(?:(?:sometimes )?i(?:'ll| will) (?:ask (?:one|you one|plainly)|go quiet|keep quiet|say (?:that|so|it) (?:first|again)|explain|tell you what|be asking|not (?:ask|tell|rush))|bit of both|some of both|if a question|if the quiet|sometimes (?:i(?:'ll| will)|we|neither)|either of us|mostly it(?:'s| is) you|(?:it|counselling|therapy|this)(?: is|'s) (?:just |only |not )?(?:a (?:program|conversation|space|machine)|about (?:an hour|talking))|it (?:predicts|doesn't (?:care|know|think|feel))|your(?:'re| are)? allowed to|you(?:'re| are) allowed to (?:want|say|ask|stop))\b",
        needs="i'll will both question quiet sometimes either mostly program conversation machine predicts care allowed counselling therapy space just",
        unless=r"\?|allowed to (?:feel|be|cry)|i(?:'ll| will) ask (?:you )?(?:this|that|it) (?:one )?(?:straight|outright|plainly)",
        overrides=("acknowledge", "disclose", "reassure", "interpret"),
        why="“{words}” says how this works.",
        examples=("I'll keep quiet a minute.", "Bit of both.", "It's just a program."), counter_examples=("I'll ask you this straight.", "It's about her."),
    ),
    Rule(
        name="inform-general", gives="inform", forms=("other statement", "statement about self", "statement about the client"),
        pattern=r"\b(?:associated with|recommended|percent|per (?:day|week|hour|cent)|just so you know|let you know that|research|studies|statistics|(?:therapy|counsel+ing|medication|cbt) (?:is|can|will|helps?|may)|is called|tends? to|side effects?|in general|evidence (?:that|for)|guidelines)\b",
        needs="associated recommended percent per know let research studies statistics therapy counselling counseling medication cbt called tends tend effects effect general evidence guidelines",
        unless=r"\?|<stem>|\bi(?:'m| am| was) ", overrides=("acknowledge",),
        why="“{words}” tells a general fact.",
        examples=("Therapy can take some time.", "Medication can help with sleep, and it is recommended here."), counter_examples=("Does therapy often take long?", "You often go quiet."),
    ),
    Rule(
        name="inform-talk", gives="inform", forms=("other statement", "statement about self", "statement about the client", "directive"),
        pattern=r"^(?=(?:\S+ ){8}).*\b(?:we (?:do|also|can|could|have|know|recommend|see|call|want|need|usually|offer|will|like|use)\b(?! to (?:talk|look|think|stay))|we(?:'re| are|'ll| will|'ve)\b|patients?|clients|some (?:people|patients|folks)|(?:many|most|a lot of|other) (?:people|patients|folks|women|men|kids)|people (?:who|that|with|tend)|information|program(?:me)?|appointment|medications?|"
        r"(?:it|they|which|alcohol|smoking|drinking|drugs?|medicine|nicotine|exercise) (?:can|will|may|helps?|makes?|causes?|affects?|leads?|increases?)\b|more than|less than|at least|up to (?!you)\w+|such as|for example|in order to|going to (?:be|give|need|see|have|want|get|do|put))\b",
        needs="we we're we'll we've patient patients clients some many most lot other people information program programme appointment medication medications can could will may does help helps make makes cause causes affect affects lead leads increase increases mean means more less least up such example order going",
        unless=r"\?|\byour (?:dad|mum|sister|brother|son|brain)\b|\bit will (?:all|be)\b|most (?:people|folks?) couldn't|<die>|it(?:'s| is) doing|^<lead>you(?:'ve| have|'re| are)? \w+ |\b(?:sounds?|seems?) (?:like|as)|you(?:'re| are) saying|\byou (?:said|mentioned|feel|felt|told)\b|what i(?:'m| am)? hear|i(?:'m| am) (?:hearing|wondering|going to ask|not going to)|important to you|part of you|make sure i|<think> (?:part|you)|\bbecause (?:you|part)|i(?:'d| would) (?:only|rather)|that (?:could|would) be (?:adhd|depression)|you can\b[^.]*\bor\b|we can\b[^.]*\bor\b|talk about",
        overrides=("acknowledge",),
        why="“{words}” tells the client how something is or works.",
        examples=("Some people find that the tablets make them tired for the first week or so.", "And we usually send a letter to the surgery once the last of the six is done."),
        counter_examples=("We can stay with that for now.", "It sounds like some people at work have been on your side the whole way.", "That makes you tired."),
    ),
)  # fmt: skip

EXPLORE: tuple[Rule, ...] = (
    Rule(
        name="explore-question", gives="explore", forms=QUESTION_FORMS, pattern=r"^.+$",
        unless=r"^<lead>(?:shall|can|may|could|should) (?:we|i)\b|^<lead>(?:okay|right|yes|no|ready)\?$",
        why="It invites the client to say more.",
        examples=("What was that like?", "Is it every time?"), counter_examples=("Shall we have a brew first?",),
    ),
)  # fmt: skip

_STOCK = (
    r"^<lead>(?:(?:that|it|this|all|you|there)(?:'s| is| sounds?| looks?|'re| are| makes?| would be|'d be)?|sounds?|looks?)?(?: (?:a|an|all|really|very|so|pretty|just|great|totally|absolutely|quite))* ?"
    r"(?:good|great|fine|okay|ok|right|true|alright|awesome|wonderful|excellent|perfect|fantastic|welcome|interesting|nice|correct|cool|fair|sense|it|that|do|know|are|there you go|here you go|thanks|thank you|idea|you go)(?: (?:then|to (?:hear|know|see)(?: that| you)?|too|for you|idea|question|point|plan))?[ .,!-]*$"
)

ACKNOWLEDGE: tuple[Rule, ...] = (
    Rule(
        name="ack-small", gives="acknowledge", forms=("acknowledgement",),
        pattern=r"^(?:[(\[].*|<minimal>(?:[ ,.!?…-]+<minimal>){0,6}(?:,? [a-z]+)?[ .,!?…-]*|.*\b(?:thank you|thanks|appreciate|grateful|glad|sorry for|cheers|ta)\b.*)$",
        unless=r"^(?:so|now|well|then)[.,! ]*$",
        why="It receives what was said and adds nothing.",
        examples=("Thank you for telling me.", "Mm.", "(nods)"), counter_examples=("Now what?", "Straight with the walls."),
    ),
    Rule(
        name="ack-own-words", gives="acknowledge", forms=("acknowledgement",), pattern=r"^.*[a-z]{3}.*$",
        unless=r"^(?:so|now|well|then)[.,! ]*$|^(?:okay|ok|hi|hello|hey),? ",
        why="It gives a few of the words back, or a few of your own.",
        examples=("Straight with the walls.", "Half four, then."), counter_examples=("Now what?",),
    ),
    Rule(
        name="ack-rising", gives="acknowledge", forms=("closed question",),
        pattern=r"^(?!<lead>(?:<aux>|<wh>)\b)(?=(?:\S+ ){2}).*\?$",
        unless=r"\bor\b|\b(?:do you|did you|are you|have you|can you|would you|could you|how long|how much|how many|how often)\b|<neg-aux> (?:you|it|he|she|they)|what about|how about|why not|why don't|"
        r"[,;-] ?(?:and |so |but |then )?(?:<aux>|<wh>) (?:you|he|she|it|that|they|there|we|this|is|are|would|do|did)\b|\bon a scale\b|\b(?:any|anything|anyone|anybody|ever|else|other)\b|\b(?:okay|ok|right|yeah|correct|huh)\?$",
        why="Said as a statement and lifted at the end, it gives back what was heard and checks it.",
        examples=("So you were in the van on your own?", "And she was waiting the whole time?"),
        counter_examples=("Were you on your own?", "You miss it, don't you?", "What about the van?"),
    ),
    Rule(
        name="ack-you-said", gives="acknowledge", forms=("statement about the client", "statement about self"),
        pattern=r"^<lead>(?:so )?you(?:'ve| have)? (?:said|told|say|asked|mentioned|put|called|went quiet|whisked|laughed|smiled|stopped|gave me)\b|^<lead>i (?:do )?(?:hear|heard|notice|noticed|can hear|can see|see)(?: (?:that )?you(?! say(?:ing)?)|\b)|^<lead>i(?:'m| am) (?:listening|stopping here|staying|here|right here|glad|sorry|not going to (?:rush|guess|act|pretend|argue|hide))\b|^<lead>(?:that|it)(?:'s| is| was) (?:a (?:real|fair|big|hard|good|strong) (?:question|word|thing)|a lot|a great deal|how it)|there(?:'s| is) a (?:great deal|lot) in that|^<lead>\"[^\"]{2,40}\" is (?:a|his|her|your) |^<lead>(?:that|this|it) (?:must|sounds?|seems?) (?:be |have been |really |so |very |incredibly |a |like a |such )*(?:hard|tough|difficult|painful|heavy|scary|frightening|lonely|exhausting|awful|lot|long)|(?:your son|your sister|everybody|everyone) (?:has|says|have|had|told)|^<lead>i (?:don't|do not) (?:know yet|want to (?:guess|put)|know (?:which|what it)|know what)|^<lead>so (?:at|you|it|then|he|she|that)\b",
        needs="you you've said told say asked hear heard notice noticed see i'm that's that it's there's sounds must seems so glad listening sorry don't everybody everyone son sister is",
        unless=r"\?",
        why="“{words}” keeps to what the client said or did.",
        examples=("You said it was daft.", "I hear you.", "That must be so tough.", "That's a real question."),
        counter_examples=("Did you say that?", "You go blank because you're frightened."),
    ),
    Rule(
        name="ack-plain-reflection", gives="acknowledge", forms=("statement about the client",), shares=True, pattern=r"^(?=(?:\S+ ){2}).*$|^on your own|^you \w+",
        unless=_STOCK + r"|\?|\b(?:must|should|always|never)\b|you never get|creeps? up|up to you|(?:good|nice) to (?:see|have|meet)|thank|some people|people (?:who|that)|if you (?:want|need)|you (?:can|could|might|should)\b|\bi think\b|\bi was\b|your (?:results|form|doctor|gums|teeth|chart|blood|mouth|alcohol)|know that|this is",
        why="It stays with the client's own matter.",
        examples=("You were still creeping about like a burglar.",), counter_examples=("Were you creeping about?", "That's fine.", "You went to the shops."),
    ),
)  # fmt: skip
