"""Advice, however it is wrapped. People agree poorly on advice (about .51), so every label says "may"."""

from __future__ import annotations

from notknowing.mirror.rule import Rule

_SESSION = (
    r"(?:^<lead>|[,;.] ?|\band |\bor |\bplease |\bjust |\bdo )(?:take your time|tell me|ask me|stop me|show me|correct me|let me know|give me|bring me|read me|say (?:it|that|so|which|no|stop|more|what|\"?plain|\"?next)|"
    r"start wherever|begin wherever|pick which|whichever|take it slowly|as near (?:to )?it|correct me|feel free to (?:say|tell|stop|message|ask|pm|contact|dm|write)|"
    r"message me|pm me|dm me|text me|contact me|reach out to me|join us|change your mind|leave it there|go as slow)"
)
_SOOTHING = (
    r"^<lead>(?:please |just )*(?:(?:do not|don't|try not to) (?:worry|beat yourself|be (?:so )?(?:hard|silly|scared|afraid|ashamed|embarrassed|sorry)|blame|feel bad|let it define|panic|stress)|hang in|stay (?:strong|safe)|take care(?! of)|take (?:good care|heart|comfort)|be (?:well|safe|strong)|"
    r"grow up|trust yourself|get over (?:yourself|it)|stop (?:playing the|whining|moaning|feeling sorry|making excuses|lying|kidding|acting like|pretending you)|get a grip|take (?:some |a bit of )?responsibility|man up|(?:do|take|use|keep|choose|follow|trust|go with|pick) (?:whatever|whichever|what (?:feels|fits|works|suits|seems)|your (?:own )?(?:judge?ment|gut|instincts?|pace|time|heart))|keep (?:your chin|it up|fighting|going[.!]?$|strong|on keeping)|chin up|cheer up|rest assured|rest easy|take (?:courage|strength|solace|pride)|know that|just know|rise above it$|go for it|good luck|have (?:a|an) (?:good|great|nice|lovely)|enjoy your|hope|let go$|god)"
)

RULES: tuple[Rule, ...] = (
    Rule(
        name="advise-should", gives="advise",
        pattern=r"\byou (?:really |just |probably |maybe |definitely |both |all |do |still |also |perhaps )*(?:should(?! be (?:proud|fine|ok))|ought to|had better|need to|have to|have got to|must|could do with|might want to|may want to|might like to|want to be \w+ing|will (?:need|have) to|are best|would be better|would do well|might (?:find it (?:helpful|useful|a relief)|consider|try)|could (?:always|consider|try)|may need to)\b|"
        r"\byou(?:'d better|'d do well|'d be better|'ve got to|'ve just got to|'ll need to|'ll have to|'re best|'re better off)\b|\bmaybe you should\b|\byou want to (?:write|get|go|tell|be getting|take|try|make sure|look|think about|ask|ring|keep)\b",
        needs="should ought better need have must could might may want will best would 'd got need you'd you've you'll you're",
        unless=r"\byou must (?:be|have|feel|really|love|miss|find|get(?! (?:a|an|the|some|help|it|him|her|your|out|legal|proper)\b))\b|\byou should(?: all| both)? (?:be|feel) (?:\w+ )?(?:proud|ashamed|embarrassed)|(?:what|why|how|whatever|everything|all|thing|things|time|who|which|someone|everyone|mums|sense) (?:that )?(?:do )?you (?:need|have|want|should|must|think you should|feel you should)|\b(?:feel|feels|felt|think|thinking|thought|wonder|wondering|know|said|say|says|told|wish|believe|believed|believing|like|had|if|that|as though|as if) (?:that |like |as if )?you (?:should|have to|need to|need|must|ought|had)\b(?! (?:just|call|try|tell|see|talk|go|ring|get|look|speak|stop))|do(?:n't)? (?:you|i) (?:have|need|want|should)|\bhave to (?:be (?:the|brave|strong)|deal|carry|live with|decide|say)\b|\bneed to (?:know|feel|be (?:strong|ashamed|frightened|loved|heard))|you (?:really |just )?need (?:someone|somebody|support|help|time)[.?!]?$|you(?:'ve| have) had to|would you|you(?:'ll| will) have to (?:tell me|forgive)",
        overrides=("acknowledge", "affirm"),
        why="“{words}” leans towards what the client should do, whatever the sentence opened with.",
        examples=("You should ring her.", "you need to get legal advice", "It sounds like you should call her.", "I wonder if you should just call her.", "You could always try the library."),
        counter_examples=("You must be tired.", "What do you think you should say?", "Everyone tells you that you should be happy, and you aren't."),
    ),
    Rule(
        name="advise-could-action", gives="advise",
        pattern=r"\byou (?:could|can|may|might)(?: want to| wish to| like to)? (?:<hedge>)*(?:<do>)|\byou (?:both )?(?:just )?need (?:some|a) (?:help|plan|routine|break)\b",
        needs="could can may might need",
        unless=r"\bonly you (?:can|could)|^(?!<lead>(?:you|your|maybe|perhaps|if|then|or)\b)(?!.*\b(?:you|you're|you've|your)\b.*\byou (?:can|could|may|might)\b)[^?]*\b(?:and|where|which|that|who|but|so) you (?:can|may) |\byou can take or leave|\byou can (?:come|post|write|talk|vent|rant|cry)(?: back)? (?:here|to us|on here)|(?:nearest|closest|most|best|all|every\w*|anything|whatever) (?:that )?you (?:can|could)|service and you can|\byou (?:could|can|may|might) (?:always )?(?:tell me|ask me|say (?:so|it|no|stop|that)|show me|stop me|stop when|change your mind|leave it|take your time|read me|keep it|start wherever|see that|understand|have (?:a|it)|talk (?:here|to me)|be (?:the|as|very)|still (?:have|be|find|live|love)|let me|remember|find|get through|do (?:it|this))\b|could have\b|(?:what|how|where|who|whatever|until|before|so|that|wish|someone|somebody|anyone|something|if|whether|think|place|where) (?:else )?you (?:could|can|might)|<you-are> .* you (?:can|could)|(?:can|could|do|did|would) you\b|we can|i can",
        why="“{words}” names something the client could do.",
        examples=("You could keep a diary of it.", "maybe you can talk to your GP"),
        counter_examples=("You can tell me I'm wrong.", "You could have kept it to yourself.", "You can stop me.", "Who can you talk to?"),
    ),
    Rule(
        name="advise-imperative", gives="advise", forms=("directive", "closed question"),
        pattern=r"^<lead>(?:please |just |do |always |maybe |perhaps |gently |definitely |simply |first |then |also |step \d:? )*(?:<do>|don't (?!know|think|you|mind|feel like|believe|get me|understand)|do not |never |better (?:be|to|not)\b|let's (?!see|hear|start|begin|stay|go back|take our|sit|explore|talk|look)|let us build|try )|\blet(?:'s| us) (?:build|make|get|find|put|set|try|write)\b",
        unless=_SESSION + r"|" + _SOOTHING + r"|^<lead>(?:research|studies|work|talk|notice|report)s? (?:suggests?|shows?|says?|indicates?|can|is|was)\b|^<lead>(?:(?:\w+ )?sleep|work|talk|change|rest|exercise|drink|food|love|trust|help) (?:starts?|begins?|comes?|matters?|helps?|needs?|takes?|can|will|is|makes?)\b|^<lead>don't (?:mean|make|matter|you)\b|^fair play\b|\bfor (?:once|a change)[.! ]*$|^<lead>(?:do what you (?:need|want|like|feel|think|have)|look at yourself|don't act (?:so |all |like )|ask any\w* [^?]*(?:'ll|will)\b|ask you\b)|\b(?:before (?:posting|you post)|my (?:last|other|previous|first) (?:post|comment|thread)|the rules before)\b|\b(?:flair|sidebar|pinned|mods?|subreddit|trigger warning|content warning|faq|upvote|downvote|megathread)\b|^<lead>(?:trust|believe|mind|bear with|thank|bless|god|promise) me\b|^<lead>do (?:your|the|a|those|these) [^?]*\?|^<lead>\w+ (?!what|who|how|whether|if|that|it|where|which|when|why)\w+ (?:is|are|was|were|has|does)\b|^<lead>\w+ (?:gets|gives|goes|comes|makes|takes|feels|means|brings|keeps|works|helps|hurts|becomes|grows|runs|costs|heals|matters|wins|does|has|never|always|often|usually|tends|seldom|rarely|isn't|doesn't|won't|cannot|can't)\b|^<lead>(?:ring|call|text|message|write|phone) (?:me |us )?(?:any ?time|whenever|any hour|day or night)|^<lead>(?:have|get) (?:a |the |any )?\w+ (?:ever )?\w+ed\b.*\?|^<lead>(?:stay|keep) with (?:that|it|me)|^<lead>let(?:'s| us) (?:make one)|^<lead>(?:remember|note|know|keep in mind|see) (?:that )?(?:you|your|it|this|the|there|he|she|they)(?:'re|'s| are| is)?\b|^<lead>(?:think|imagine) (?:of|about) (?:it|how)|^<lead>think back|^<lead>let (?:me|us)\b|^<lead>look at (?:you|that|me)\b|^<lead>see(?:,| you)| we(?:'ll| will)\b|^<lead>don't (?:give up|ever give up|lose hope|forget)[.! ]*$|wait(?: a)?(?: minute| second)?[.,!]*$",
        overrides=("acknowledge", "affirm"),
        why="“{words}” tells the client what to do.",
        examples=("Book in with the adviser tomorrow.", "Try saying it's you, very gently.", "Get yourself home and see the grave.", "Let's build you something for the door."),
        counter_examples=("Take your time.", "Tell me about her.", "Don't beat yourself up about it.", "Keep it or say it, whichever you like.", "You pick."),
    ),
    Rule(
        name="advise-if-then", gives="advise", forms=("directive", "statement about the client", "other statement"),
        pattern=r"^<lead>(?:even (?:if|when|though)|if|when|whenever|once|before|after|next time|in a crisis|every time|instead of|rather than|in order to|by|until|while|at night|each time|to \w+)\b[^?]*, (?:then |maybe |perhaps |just |please |simply |you (?:can|could|should|might) |try to |at least )*(?:<do>|don't (?!know))|"
        r"[,;.:] (?:maybe|perhaps|so|just|and|but|instead|please|then)? ?(?:try|ring|call|see a|see someone|talk to|speak to|reach out|consider|get (?:some|yourself|help|your head)|count to|find a|find some(?:one|thing)|ask (?:for|your|him|her|them)|let (?:them|him|her|yourself|it|the)|go to|look (?:into|at|for)|keep|take (?:it|a|some|one)|forgive|give (?:it|them|yourself)|write|focus|rise)\b",
        unless=_SESSION + r"|\b(?:you|he|she|they|we|i|to|and then you) (?:try|ring|call|see|talk|speak|get|find|ask|let|go|look|keep|take|give|write|focus)\b|\?$|if you like|, (?:take|keep) (?:the|that|it) tram|you(?:'ve| have| were|'re)\b.*, (?:go|keep|take)",
        why="It comes round to “{words}”: what to do.",
        examples=("When it starts, count to ten.", "If you can't sleep, then just get up for a while."),
        counter_examples=("When it starts, you count the roundabouts.", "If you like, tell me about the foot."),
    ),
    Rule(
        name="advise-id", gives="advise",
        pattern=r"\bif i (?:were|was|am) (?:you|in your (?:shoes|place|position))\b|\bif it (?:were|was) me\b|in your (?:shoes|place|position),? i|"
        r"(?:^<lead>|[,;] (?:so |and |but |then |personally )?)i(?:'d| would) (?:<hedge>|be inclined to )*(?!rather|like to (?:hear|know|understand)|be (?:guess|glad|curious|happy|worried|a bit sad)|have to|tell you|let you|ask (?:if|whether|what|how|you))(?:<do>)|i(?:'d| would) be (?:a bit |a little |very )?careful|"
        r"\bi (?:would |'d |would also |do |really |strongly |highly |just |also |only |can only |want to |still )*(?:suggest|recommend|advise|urge|encourage)(?:ed|ing)?\b|\bi'd (?:also |really |strongly |highly |definitely )?(?:suggest|recommend|advise|urge|encourage)|\bmy (?:only |best |main |one )?(?:advice|suggestion|recommendation|tip)\b|"
        r"\bcan i (?:suggest|make a suggestion|offer (?:a|one|some) (?:suggestion|thought|advice|idea))\b|\b(?:hear|want|like|offer|take) (?:one |a |some |my )?(?:small )?(?:suggestion|advice|tip)\b|\bone thing (?:that )?(?:you|i'd|might|could|that might|that could)\b",
        needs="if i'd suggest suggested suggesting recommend recommended advise urge encourage advice suggestion tip recommendation would one",
        unless=r"i would not be (?:taking|wasting)|suggests?(?: that)? (?:you (?:are|were)|he|she|it)|did (?:the|your|anyone|someone) .*(?:suggest|recommend)|not (?:going to|here to) (?:give|offer)|(?:your|their|his|her) (?:advice|suggestion)|the advice|i(?:'d| would) (?:leave|keep) (?:that|it)|\bif i (?:were|was) you i'd (?:feel|be)\b|(?:i'd|i would) go(?: over| back)? (?:back|over) (?:it|to what)|if i only|not to give",
        overrides=("acknowledge", "disclose"),
        why="“{words}” offers the client your own choice to follow.",
        examples=("If I were you I'd get a dog.", "I'd go home for a fortnight.", "I would strongly recommend a therapist.", "Can I suggest something small?"),
        counter_examples=("I'd rather not forget it.", "I'd be guessing.", "If I answered in ten minutes I would not be taking him seriously.", "It isn't my place to say what you'd do."),
    ),
    Rule(
        name="advise-have-you-tried", gives="advise", forms=("closed question", "open question"),
        pattern=r"\bhave you (?:ever |also |already |at all |maybe )*(?:tried (?!anything|it out)|considered|thought (?:about|of|on) (?!(?:it|that|this|him|her|suicide|killing|ending|dying|harming|hurting|taking your|what|why|how|where)\b)|looked (?:into|at)|asked (?:for|about)|spoken to (?:a|your gp)|talked to (?:a|your gp)|got a (?:plan|routine)|given (?:any )?(?:thought|consideration) to)|"
        r"\bdid you (?:try|consider|think of|think about) \w+ing\b",
        needs="have did trying", unless=r"thought (?:of|about) (?:it|that)\?|<die>|<self-harm>",
        overrides=("explore", "acknowledge"),
        why="It is a question in form; “{words}” also carries a suggestion.",
        examples=("Have you tried calling him?", "have u thought about a mens shed", "Have you considered leaving the phone in another room?"),
        counter_examples=("Have you thought about what she said?", "Have you had thoughts of ending your life?", "Have you told him?"),
    ),
    Rule(
        name="advise-why-not", gives="advise",
        pattern=r"\bwhy (?:don't (?:you|we)|not)\b|\b(?:what|how) about (?:if (?:you|we) |you |we )?(?:just |maybe )?(?:<doing>|(?!something|anything|everything|nothing|morning|evening|feeling|wedding|meeting|thing|being|ring|king|during)\w{3,}ing)\b|\bwhat if you (?:<hedge>)*(?:were to|tried|just|asked|told|went|took|called|rang|said|did|could)\b|"
        r"\bdon't you think [^?]*(?:would rather (?:you|that)|you should|you could|you ought|it would be better|it(?:'d| would) (?:be|help)|better if you)|\b(?:shouldn't|oughtn't|couldn't|wouldn't) (?:you|it be (?:better|easier|worth|an idea|nice|good|best|helpful|kinder|wise|sensible))(?! say| agree| you)(?: |\b)",
        needs="why what how don't shouldn't oughtn't couldn't wouldn't",
        unless=r"\bwhy not\?|wouldn't you (?:say|agree|want|like|think|be|ever|feel|miss)|couldn't you (?:see|feel|sleep|tell|have)|shouldn't you (?:feel|have)|why don't you (?:know|like|want|think|feel)|that you (?:do|did)",
        overrides=("explore", "acknowledge"),
        why="It is a question in form; “{words}” leans on the client to do something.",
        examples=("Why don't you stay at your sister's?", "what about expressing so somebody else can do a feed", "Shouldn't you finish the degree?", "Wouldn't it be easier if somebody came in?"),
        counter_examples=("Wouldn't you say that's a bit much?", "Why did you stay?", "What about your sister?"),
    ),
    Rule(
        name="advise-could-you", gives="advise", forms=("closed question", "open question"),
        pattern=r"\b(?:could you|would it be (?:possible|an option|an idea) (?:to|for you to)) (?:<hedge>)*(?:not )?(?:<do>|cut|sleep|\w+ less)|\b(?:could|can|would|will) you (?:<hedge>)*(?:not )?(?:ask (?!me)|call|ring|talk to|speak to|go\b|try|take|write|see (?:a|your|someone)|get (?!through|back|home|a sense)|put|set|make|find (?:a|some)|stop|leave|use|give (?!me)|let (?!me)|be able to (?:ask|call|talk|go|try|take)|tell (?!me|us)|keep|stay|swap|move|book|have a word|contact)\b|"
        r"\b(?:is|are) there (?:any ?(?:way|one|body)|someone|somebody|a way) (?:that )?you (?:can|could|might|would be able to)(?! talk to\?)|\bwould (?:it|you) (?:help|be (?:worth|useful|helpful|possible|good|easier|an idea|better|willing to (?!say|tell|hear|share)|open to (?!say|tell|hear|sharing))|consider|like to try)\b(?! it (?:a|an)\b)|\bshall (?:we|i) (?:do|book|make|put|write|ring|call|set|get|try|fill|refer)\b|\bmaybe it (?:might|would|could) (?:be|help)|\bcould it (?:help|be helpful|be worth)",
        needs="could can would will is are shall maybe",
        unless=r"<help-me>|^<lead><wh> |(?:what|how|where|who|when|which|why) (?:else )?(?:could|can|would|will) (?:it|you)|can you (?:take|see|keep|get|go|make|stop|leave|put|move|use|call|stay) (?:it |up |that |yourself )?(?:in|at all|to sleep|anything|now)|would it (?:help|be (?:helpful|useful|better|easier)) (?:if (?:i|we)|to (?:talk|say|stay|start|go back|look at|hear|stop))|would it be better if i|would you like|safe",
        overrides=("explore", "acknowledge"),
        why="It is a question in form; “{words}” also leans towards something to do.",
        examples=("Could you ask your sister to ring?", "Would it help to write it down?", "Is there any way you could work nights?", "Maybe it might be helpful to talk to someone?"),
        counter_examples=("Could you help me understand?", "Could you tell me about the van?", "Would it be better if I came nearer?", "What would it be like to stop?"),
    ),
    Rule(
        name="advise-it-would-help", gives="advise",
        pattern=r"\b(?:it|that|this|which) (?:might|would|could|may|will|can|'d|'ll|'s|is)(?: also| really| just| even| all| often| usually| always| probably| maybe| perhaps)*(?: be)? ?(?:help(?:ful)?|useful|worth(?:while)?|best|better|(?:an idea|a (?:good|great|nice) (?:idea|thing|start|time))|good|wise|important|time|essential|crucial|vital|a relief|(?:more |most |very )?beneficial|healthy|appropriate|okay|ok)(?: for you| for us| if you| you| then| also| him| her| them| you both| your \w+)? (?:to|if you|that you|for you|keeping|getting|going|having|asking|seeing|talking|taking|making|doing|starting|looking|writing|finding|being)\b|"
        r"\b(?:a|an|the) (?:good|great|best|better|first|next|easy|helpful|useful|important|simple|only|key|other|wise|healthy) (?:idea|thing|way|step|option|place|approach|start|choice|move|thing to do)s?(?: \w+){0,4}? (?:is|would be|might be|could be|may be|to)\b(?! (?:do|be) (?:with)?)|^<lead>(?:the )?(?:best|first|next|main|key|only|most important|all) (?:thing|step|you can do|advice)\b|"
        r"\bit(?:'s| is)(?: also| really| very| so)? (?:important|best|essential|crucial|vital|necessary|worth|time|better|wise|critical|imperative|helpful|useful|healthy|okay|ok) (?:to|that you|for you to|getting|having|asking|trying|talking|looking|finding)\b|\b(?:it|this|that) (?:would|might|may|could|can) (?:also |really |just )?be (?:\w+ )?(?:helpful|beneficial|useful|wise|better|best|healthier|easier|good)\b[^?.]{0,40}\bto\b|\bsomething (?:else )?to (?:think about|consider|keep in mind|try|look into|work on)|(?:the|a) (?:last|first|next|final|good|another) step (?:is|would|might)|\byou can(?:'t|not) keep \w+ing\b|\b(?:it(?:'s| is)|is) worth (?:it to|\w+ing)\b|\bworth (?:a try|trying|considering|a shot|looking into|talking to|thinking about|asking|exploring|checking|it to|getting|having|mentioning)\b|\b(?:perhaps|maybe|sometimes|a|an|some|regular|short|long|little) (?:\w+ ){0,5}(?:would|might|could|can|may) (?:really |also |just |well )?(?:help|do you good)\b|\bgive it a (?:try|go|shot)\b|\b(?:there(?:'s| is| are)) (?:a|an|some|really|lots of|any number of)?(?: \w+){0,4} (?:group|groups|class|book|books|app|course|shed|helpline)s?(?: \w+)? (?:that|for you|which|you might|you could|on (?:a|the|tuesdays?|thursdays?)|at the|near|in town|called)|\bneeds? to be (?:done|addressed|discussed|evaluated|sought|treated)",
        needs="perhaps maybe sometimes some regular short long little a an something can't cannot step last it that this which good great best better first next easy helpful useful important simple only key other wise main advice thing worth give there's there needs should healthy option way step skin need",
        unless=r"a good thing (?:that )?you|\?.*\?|it would be (?:helpful|useful|good) (?:for me|to (?:hear|know))|(?:okay|ok) (?:to|not to) (?:be|feel|cry|not|miss|love|want|hate|grieve|need|rest|laugh|change|hurt|struggle|fall|fail)|good (?:to|that) (?:see|hear|know|you)|better that you|it's time (?:that )?you|a good thing you|(?:what|how|would|is) (?:that|it|this) (?:would|might|be)|anyone|autistic adults|take care of yourself first|helpful to me|\bthe (?:only|first|best|other) (?:thing|place|one) you",
        overrides=("acknowledge", "explore"),
        why="“{words}” says what would be a good thing to do.",
        examples=("It might help to write it down.", "It is important to tell somebody.", "It's worth keeping the walks up.", "Best thing to do is rest."),
        counter_examples=("It would help me to hear it again.", "It's okay not to be okay.", "It's good to see you."),
    ),
    Rule(
        name="advise-hedged-tail", gives="advise",
        pattern=r"\b(?:maybe|perhaps|possibly|how about|i wonder if|i(?:'m| am) wondering if|might be|i think|i feel|i'd say|i would say|i guess|sounds like|seems like|it's like)(?: that| it's| it might| it may| it could| it would|,)? (?:(?:it(?:'s| is| might be| would be| could be| may be)|be) (?:helpful|useful|worth|time|best|better|good|an idea|wise|something)|you (?:should|ought|need to|could (?!have|be|not|tell|say|feel)|might (?:try|want to|like to|ask|talk|ring)|just (?:need|have) to|have to)|(?:a|some) (?:walk|break|holiday|therapist|counsell?or|routine|list) (?:would|might|could)|try\w*|talk(?:ing)? to|see(?:ing)? (?:a|your|someone)|(?:getting|going|taking|joining|writing|looking into|asking|ringing|calling|speaking to|having a word))\b",
        needs="maybe perhaps possibly how wonder wondering might think feel say guess sounds seems like",
        unless=r"\bi (?:think|feel|guess) (?:i|we)\b|you (?:have|need) to (?:be|do it all|carry|keep|hide|hold|prove|act|pretend)|feel(?:s)? like you (?:have|should|need)|<help-me>|would it be better if i|time (?:we|i|you've|since)",
        overrides=("acknowledge", "explore"),
        why="However lightly it is put, “{words}” carries a suggestion.",
        examples=("Maybe it might be helpful to talk to someone?", "I wonder if you should just call her.", "It sounds like you ought to sit her down."),
        counter_examples=("I wonder if you feel you have to carry it all.", "Maybe I've got that wrong.", "I think you were brave."),
    ),
    Rule(
        name="advise-therapist", gives="advise", forms=("directive", "other statement", "statement about the client"),
        pattern=r"\b(?:find|see|seek|contact|consult|look for|speak (?:to|with)|talk (?:to|with)|go to|get|reach out to|visit|work with|speaking with|seeing|seek out|help of|working with|support of|guidance of|session with) (?:a|an|some|your|the|professional|someone|somebody)(?: \w+){0,3} ?(?:therapist|counsell?or|doctor|gp|psychiatrist|psychologist|professional|help|support|lawyer|police|treatment|medical)\b",
        needs="help support guidance session working find see seek contact consult look speak talk go get reach visit work speaking seeing",
        unless=r"^<lead>i |\?|\bwhen (?:people|we|someone)\b|(?:people|many|clients|they) (?:who )?(?:see|seek|go)",
        why="“{words}” sends the client to somebody.",
        examples=("When it gets bad, see your doctor.", "You two may do well to find a good therapist."),
        counter_examples=("I see a therapist myself.", "Did you see a doctor?"),
    ),
)  # fmt: skip
