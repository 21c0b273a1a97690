"""Speaking of oneself, telling facts, naming what the client did and handing back, by their grammar rather than by phrases."""

from __future__ import annotations

from notknowing.mirror.rule import Rule

_STATEMENTS = ("other statement", "statement about self", "statement about the client")
_HERE = (
    r"noticed?|tell|told you|wonder(?:ed)?|ask(?:ed)?|mention(?:ed)?|look(?:ed)? at|sound(?:ed)?|appreciate[d]?|skipp?e?d?|rush(?:ed)?|guess(?:ed)?|"
    r"interrupt(?:ed)?|assume[d]?|heard?|hear|say|said|mean|meant|want(?:ed)? (?:to|you)|hope[d]?|think|thought|understand|understood|"
    r"need(?:ed)? to|promise[d]?|suggest(?:ed)?|agree[d]?|read|see|saw|listen(?:ed)?|believe[d]?|suppose[d]?|imagine[d]?|"
    r"recommend(?:ed)?|bet|can|could|may|might|must|shall|should|will|would|do|don't|did|am|'m|also want|really want|stopp?ed you|called (?:it|you)|"
    r"explain(?:ed)?|check(?:ed)?|reali[sz]e[d]?|respect(?:ed)?|admire[d]?|receive[d]?|apologi[sz]e[d]?|edit(?:ed)?|post(?:ed)?|advise[d]?|encourage[d]?|urge[d]?|refer(?:red)?"
)

DISCLOSE: tuple[Rule, ...] = (
    Rule(
        name="disclose-own-story", gives="disclose", forms=_STATEMENTS,
        pattern=r"\bi(?: \w+ly| also| too| never| once| just| still| always| even| first| only| finally| nearly| almost| eventually)* (?!(?:" + _HERE + r")\b)(?:\w{2,}ed|drank|ate|drove|sold|fought|caught|taught|threw|grew|chose|froze|stole|swore|wore|won|shook|sang|rose|rang|rode|flew|fed|forgot|forgave|dug|hid|held|hurt|quit|cut|began|became|blew|built|dealt|dreamt|fled|hung|led|leant|slept|sought|stuck|stood|swam|tore|woke|withdrew|raised|came home|came round|came off|came through)\b|"
        r"\bwe (?:\w+ )?(?:tried for|lost (?:our|a|my|the|his|her)|broke up|split up|lived|fought|argued|separated|divorced|married|were (?:together|married|engaged|broke|poor|happy)|got (?:married|divorced|back together|engaged)|had (?:a|our|two|three|four|kids|the same|problems)|moved|didn't speak|stayed together|both (?:had|went|came))\b|"
        r"\b(?:it|this|that|which|what|he|she|they|running|writing|therapy|counsel+ing|meditation|medication|talking|exercise)(?:'s| has| had| really| finally| also| never)* (?:took|taken|helped|saved|changed|ruined|destroyed|happened to|happens to|worked for|works for|cost|broke|drove|kept|taught|left|hit|made|got|gave|pulled|hurts?|scared|bothered|used to \w+) me\b(?! (?:a sense|an idea|wonder|think|curious))|\b(?:saved|changed|ruined|turned) my life\b|"
        r"^<lead>(?:personally|for me(?: personally)?|with me|in my (?:own )?(?:case|experience|family|life|house|culture|twenties|thirties|teens)|as (?:a|an) (?:\w+ ){0,3}?(?:myself|addict|alcoholic|survivor|veteran|sufferer|mum|mom|mother|dad|father|parent|child of|nurse|teacher|widow\w*|immigrant|introvert|therapist|counsell?or|person who|someone who|man|woman|guy))\b(?=.*\b(?:i|me|my|was|it|that|the)\b)|\bi(?:'d| would) have (?:given|done|loved|died|lost|killed)\b|\bi(?:'m| am)(?: \w+ly| also| still| just| only| now)* (?:an? (?:only child|introvert|extrovert|addict|alcoholic|widow\w*|twin|\w+ child|immigrant|veteran|nurse|worrier|people pleaser|perfectionist|single \w+|\w+ survivor|vegan|muslim|christian|hindu|sikh|jew\w*|catholic|lesbian|gay \w+|trans \w+|student too|student myself)|the (?:same (?:age|way)|eldest|oldest|youngest|middle child|black sheep|only one)|in (?:the same|a (?:similar|long|bad|good)|therapy|recovery|my (?:\w+ )?(?:teens|twenties|thirties|forties|fifties|sixties|\d+s|final year))|in my \d+|scared of (?:my|the|dying|people|being)|married to|divorced from|seeing (?:a|someone)|living with|recovering|addicted|waiting for my|getting divorced|going through (?:a|the|my|something|similar))\b|\bi (?:too|also|still|always|often|usually|rarely|hardly|constantly|personally) (?!(?:" + _HERE + r"|have (?:a|one|no) (?:question|idea))\b)[a-z]{3,}\b(?!.*\byou\b)|\bme (?:too|neither|as well)\b|\bsame (?:here|happened|thing happened|with me|for me|boat)\b",
        needs="",
        unless=r"\?$|\byou(?:'ve| have)? (?:said|told|asked|wrote|mentioned)\b|\bi (?:wondered|noticed|used|called|stopped|missed|pushed|jumped|skipped|rushed|offered|promised|worried|surprised) (?:you|what|that|it|how|a|the|too|past|over|ahead|in|if|whether)\b|\bif i\b|when i (?:asked|said|mentioned|called|pushed)|(?:last|this) (?:week|session|time)|you(?:'d| would) like me|happened me\b|made me (?:think of you|wonder)|\bstruck me\b|\bgot me\b|(?:gave|got|made|left|told) me (?:the|a|your)|because i (?:wanted|needed|noticed)|i (?:\w+ )?(?:worked|prepared|printed|booked|arranged|saved) (?:it|this|that|the|a) ",
        overrides=("acknowledge", "inform", "reassure"),
        why="“{words}” tells of your own life.",
        examples=("I drove past the house for a year.", "It took me two years to feel normal again.", "For me it was running that got me out of it.", "I'm an only child too.", "We tried for six years before our daughter came."),
        counter_examples=("I noticed you went quiet.", "I wanted to ask about the letter.", "You told me she drove you home.", "Did it take you long?"),
    ),
)  # fmt: skip

INFORM: tuple[Rule, ...] = (
    Rule(
        name="inform-entitled", gives="inform", forms=_STATEMENTS,
        pattern=r"\b(?:entitled to|eligible|legal(?:ly)?|illegal|by law|the law (?:says|is)|waiting list|free of charge|no (?:charge|fee|cost)|confidential(?:ity)?|anonymous|open (?:all night|day and night|twenty|24|from|until|till|on)|day and night|round the clock|self-?refer|refer yourself|refer you|sessions? (?:are|is|last|run)|(?:fifty|sixty|ninety|50|60|90) minutes|mandated|safeguarding|data protection|written notes|keep notes|take (?:four|six|two|a few|several|some)? ?(?:to \w+ )?weeks to|(?:allowance|benefit|tenancy|maintenance|custody|probate|interpreter|referral|insurance) (?:is|are|can|will|covers?|takes?|has)|side effects?|symptoms? (?:of|include|are|can)|diagnos(?:is|ed) (?:is|can|by)|stands for|is (?:defined|known) as|refers to)\b",
        needs="", unless=r"\?|\bif it(?:'s| is) legal|\byou (?:said|told|feel)\b|i(?:'d| would) (?:recommend|suggest)",
        overrides=("acknowledge",),
        why="“{words}” tells a fact about rights or services.",
        examples=("The sessions are fifty minutes.", "You're entitled to see what is written.", "It's free of charge, and you can refer yourself."),
        counter_examples=("Is it confidential?", "You said it wasn't legal."),
    ),
    Rule(
        name="inform-in-general", gives="inform", forms=("other statement", "statement about self", "statement about the client"), alone=True,
        pattern=r"^<lead>(?:(?:in|under|at|for|with|after|during|when) (?!you|i\b|he|she|my|his|her|that|this|it)[^,]{2,40}, )?(?!(?:it|that|this|he|she|they|there|we|i|you|your|my|his|her|their|our lass|nobody|nothing|so|not|no|maybe|perhaps|which|who|what|how|like|just|part|something|anything|somebody|someone|i'm|i've)\b)(?:(?:a|an|the|most|some|many|all|every|each|our|several|good|bad|healthy|young|both|few|different|certain|these|any|other|lots of|there (?:are|is))\b|[a-z][a-z-]{2,})(?: \S+){0,9}? (?:is|are|isn't|aren't|can|can't|cannot|may|might|must|tends?|often|usually|sometimes|rarely|typically|generally|takes?|means?|needs?|makes?|requires?|includes?|depends?|works?|don't|doesn't|covers?|looks? (?:at|for)|lasts?|happens?|causes?|leads?|peaks?|goes|go|gets|get|grows?|shapes?|comes?|runs?|offers?|provides?|has|have|will|keeps?|exists?|varies|vary|feels?|become[s]?|change[s]?)\b",
        needs="",
        unless=r"\?|\b(?:you|you're|you've|you'll|you'd|yourself|i|i'm|i've|i'd|i'll|me|my|mine|he|him|she|he's|she's|he'd|she'd|his)\b|^(?:\S+ ){0,3}\S+$|<sounds>|\b(?:yesterday|last (?:week|night|year)|this (?:week|morning))\b|\"",
        overrides=("acknowledge",),
        why="It says how things are in general.",
        examples=("Trust takes a long time to rebuild after an affair.", "Children of that age often go back to it after a move.", "In couples work, both people get equal time."),
        counter_examples=("Your trust takes a long time.", "That takes a long time.", "Half four, and the kitchen cold."),
    ),
)  # fmt: skip

AFFIRM: tuple[Rule, ...] = (
    Rule(
        name="affirm-all-the-same", gives="affirm", forms=("statement about the client",),
        pattern=r"\byou(?:'ve| have|'re| are)?(?: \w+ly| still| also| even| always)* (?!(?:feel|felt|want|wanted|think|thought|were|was|had to|worry|worried|blame[d]?|avoid\w*|hid|drank|cried|lied)\b)(?:\w+ed|\w+ing|got|went|came|kept|made|did|put|gave|stood|held|took|brought|sat|stayed|said|told|rang|wrote|found|spoke|chose|drove|fed|paid|ran|sent|let|read|get|go|make|keep|do|turn|come|ring|cook|check|ask|visit|look after|care for)\b[^.?]*\b(?:even (?:when|though|while|with|so)|anyway|all the same|regardless|despite|in spite of|every (?:single )?(?:day|week|night|time|morning|evening|sunday|saturday|hour|two)|(?:three|two|four|five|six) (?:weeks|days|nights|times) running|without (?:anyone|anybody|being|a word|giving|making|shouting|once)|on your own|single-?handed|when (?:you could (?:have|easily)|it would have been|nobody|no one|everyone else|it (?:was|got) hard)|instead of (?:shouting|walking|giving|hiding|leaving|lashing)|so (?:that )?(?:he|she|they|lynne|the (?:kids|children|lads|others))(?:'d| would| could| can|'s)?|to make sure|through all (?:of )?(?:it|that|this))\b|\b(?:and|but|yet) (?:you(?:'ve)? )?(?:still|even so|all the same|you still) (?:came|come|got|get|went|go|turned up|turn up|rang|made|make|did|do|kept|keep|managed|asked|told|wrote|sat|stayed|found|said|cared|cooked|paid|looked|tried)\b",
        needs="",
        unless=r"\?|\bbecause\b|part of you|as a child|so (?:that )?you\b|should|<think>|<sounds>|maybe|perhaps|\bif you\b|even though you (?:feel|want|know)|\byou(?:'ve| have)? (?:been )?(?:feel|felt|told me (?:three|two)|said (?:that )?you)|every time (?:he|she|it|they|the)|on your own (?:now|in)",
        overrides=("acknowledge", "interpret", "reassure"),
        why="“{words}” names what the client did, and what it was done in spite of.",
        examples=("You kept turning up every week even when the bus was late.", "You fed him every two hours.", "It was hard to say, and you still came.", "You sat with her every night without once giving up."),
        counter_examples=("You felt alone even when he was there.", "Did you go every week?", "You drank every night."),
    ),
    Rule(
        name="affirm-quality", gives="affirm",
        pattern=r"\b(?:that|it|this|there)(?:'s| is| was|'d be)(?: real| proper| a kind of| a sort of| a lot of| so much| some)* (?:care|careful|love|loyalty|loyal|skill|patience|patient|kindness|attention|thought|thoughtful|honest|honesty|fair|fairness|courage|brave|bravery|generous|craft|steadiness|tenderness|dignity|work|graft|nerve)(?:[.,!]|$| (?:in|to|of you|that|and|when|with))|\b(?:took|takes|taking) (?:care|trouble|time|pains|thought|patience|practice|skill) (?:to|over|with|of (?:him|her|them|it|somebody|someone))|\byou (?:know how to|have a way (?:of|with)|have an eye|have a (?:knack|gift) (?:for|with|of)|are good (?:with|at)|look out for|stand(?:ing)? up for|stuck up for|stood up for|put (?:him|her|them|others|people) first|made (?:room|time|space|sure)|could have [^.?]*\b(?:and|but) you|didn't (?:have|need) to|didn't (?:give up|walk away|look away|run|hide|let go|shout|pretend|lie)|wouldn't let|care enough)\b|\byou(?:'ve| have) (?:thought (?:hard|carefully|about (?:him|her|them))|put (?:a lot|thought|work|care)|kept (?:count|track|going|faith|at it)|never (?:once )?(?:given up|missed|stopped|walked|let)|not (?:given up|missed|stopped|walked))\b|\b(?:that|it|which) (?:says|shows|tells me|speaks to) (?:a lot|something|how (?:much|carefully|closely)|what you)\b|\bcarefully than\b|\bas (?:carefully|closely|honestly|plainly|fairly) as\b",
        needs="",
        unless=r"\?|\b(?:said|told|says)\b|if you|<stem>|maybe|perhaps|\bi didn't\b|that's fair[.!]*$|work(?:s)? (?:to|that|with)|\bthought (?:that|to)|you didn't (?:have|need) to (?:be|feel|say sorry)|it(?:'s| is) honest(?:ly)?|\bbecause\b",
        overrides=("acknowledge", "interpret", "reassure"),
        why="“{words}” says that something the client did or has counts.",
        examples=("That's care, not nothing.", "You could have walked, and you didn't.", "You stood up for her in front of them.", "There's patience in how you tell it."),
        counter_examples=("That's fair.", "Do you look out for her?", "You said it was careful."),
    ),
)  # fmt: skip

HAND_BACK: tuple[Rule, ...] = (
    Rule(
        name="handback-yours", gives="hand back",
        pattern=r"\bonly you\b(?! (?:are|were|did))|\b(?:nobody|no one|none of us|no book) (?:else )?(?:can|could|knows?|can't|cannot)\b[^.?]*\b(?:but you|for you|except you|better than you)\b|\byou(?:'re| are) the (?:expert|boss|judge|best judge|one (?:in charge|who (?:gets to|has to live|lives|knows|chooses|decides)))|\b(?:it(?:'s| is)|this is|that(?:'s| is)|is|are|are all) (?:really |entirely |all |completely |always )?(?:yours|your (?:own )?(?:life|call|choice|decision|hour|time|pace|say))(?=[.,!]|$| and| to| whether| which| what| really| how)|\b(?:choice|decision|pace|hour|time|say|pen) (?:is|stays|rests) (?:\w+ )?(?:yours|with you|up to you)|\byou (?:get to|are free to|can) (?:choose|decide|say (?:no|yes|when|which|what)|pick|stop|leave (?:it|that|any)|skip|change your mind|start anywhere|keep (?:it|that|some))\b|\byou (?:don't|do not|needn't) (?:have to |need to )?(?:decide|answer|choose|know|tell me|say|explain|go into|talk)\b|\b(?:in|at) your own (?:time|way|words|pace)|\b(?:take|use|keep) (?:what|whatever|anything)(?:'s| is| seems| feels)? (?:\w+ )?(?:useful|helpful|right|fits|of use|yours)|\bi (?:don't|do not|haven't) (?:have|know|got) (?:the|an|any|your) answers?\b|\bi (?:can't|cannot|won't|couldn't|wouldn't|will not) (?:decide|choose|tell you (?:what|which|whether)|say (?:what|which|whether)|know) (?:that|this|it|what|which|whether|how)?\b|\b(?:that|this|it|the answer) (?:has|will have|needs) to come from you|\bup to you\b|\bas you (?:like|see fit|prefer)\b|(?:^<lead>|[,;] )whichever (?:way |one )?(?:you|suits|is|feels|works)|\bwhatever (?:you|suits|feels|works)\b[^.?]*\b(?:right|best|for you|like|decide|choose|want)|\byour terms\b|\byou (?:lead|set the pace|choose|decide|steer|call it)\b[.,!]|\bno right or wrong way\b|\b(?:i (?:may|might|could) (?:well )?(?:be|have (?:got )?(?:it|that|this)) (?:\w+ )?wrong|correct me)",
        needs="",
        unless=r"you(?:'re| are) not the only|only you (?:and|two)|\bsaid (?:it|that) (?:was|is) up to you|your life (?:is|has|will)|is your (?:right|say) to remain|don't have to (?:tell me|explain) (?:how|that)|it's your time of|you can (?:stop|leave it) (?:him|her|them)|know what to say|you don't know|\beither\b",
        overrides=("acknowledge", "reassure", "advise"),
        why="“{words}” leaves it with the client.",
        examples=("Only you can decide whether to go back.", "Take what's useful and leave the rest.", "I don't have the answer.", "You don't have to answer that.", "The choice is yours.", "That has to come from you."),
        counter_examples=("You're not the only one.", "Your life is on hold.", "They said it was up to you."),
    ),
    Rule(
        name="handback-ask-which", gives="hand back", forms=("open question", "closed question"),
        pattern=r"\bwhat(?:'s| is|'d be| would be| might be| feels| would feel| seems) (?:the )?(?:most |more |best |of )?(?:useful|helpful|important|best|right|use|any use|pressing|kindest|good|worth)\b[^?]*(?:\b(?:for|to|with) you\b|\btoday\b|\bnow\b|\bhere\b)|\bhow (?:would|do|could) you (?:like|want|prefer) (?:to|us|me|this|it)|\bwhat (?:would|do|might) you (?:like|want|need|hope|most want) (?:to|from|out of|us|me|for|with|today|this)\b(?! (?:do with your life|eat))|\bwhere (?:would|do|shall|should) (?:you|we) (?:\w+ )?(?:start|begin|go|like)|\b(?:have|did) i (?:\w+ )?(?:got|get|understood|understand|heard?) (?:that|it|you|this)(?: \w+)*\?|\b(?:am i|is that|was that|would that be) (?:\w+ )?(?:close|right|near|fair|off|it)\b[^?]*\?|\bdoes (?:that|this|it) (?:fit|sound right|match|ring true|seem right|come close|feel right)|\b(?:do|would) you (?:want|like|prefer|rather)\b[^?]*\bor\b|\bshall (?:we|i)\b[^?]*\bor\b|\bwhich (?:of (?:those|these|them)|one|part|bit|would you|do you want|matters)\b[^?]*\b(?:first|today)\b|\bwhat (?:do|would) you (?:think|say|make|reckon)[^?]*\byou\b[^?]*\b(?:best|need|next)",
        needs="",
        unless=r"what do you want (?:him|her|them)|go to (?:school|work)|is that (?:right|it), (?:he|she|they)|what would you like (?:him|her|them)|where do you (?:go|like)|<die>",
        overrides=("acknowledge",),
        why="“{words}” asks the client to say which way.",
        examples=("What would be most useful to you today?", "How would you like to use the time?", "Have I got that right?", "Shall we stay with it, or leave it?"),
        counter_examples=("What is the best way there?", "Where do you go to school?"),
    ),
)  # fmt: skip
