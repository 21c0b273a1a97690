"""What a sentence is. The first rule in this table that fires gives the form; the order is the precedence."""

from __future__ import annotations

from notknowing.mirror.rule import Rule

_AUX_WORDS = (
    "do does did is are was were am have has had can could would will shall should may might must isn't aren't wasn't "
    "weren't don't doesn't didn't haven't hasn't hadn't can't couldn't wouldn't won't shouldn't"
)
_WH_WORDS = "what how why where who which when whose whom"

OPEN, CLOSED = "open question", "closed question"
CLIENT, SELF = "statement about the client", "statement about self"
DIRECTIVE, ACK, OTHER = "directive", "acknowledgement", "other statement"

QUESTIONS: tuple[Rule, ...] = (
    Rule(
        name="form-thanks-for", gives=ACK,
        pattern=r"^<lead>(?:\w+, )?(?:and )?(?:thank you|thanks|cheers|ta|i appreciate|i(?:'m| am) (?:very |so |really )?grateful)(?: so much| very much| again| a lot)? (?:for|that) (?!(?:coming|the (?:call|letter|form)|listening|reading|your time|completing|having)\b)|^<lead>(?:hi|hello|hey)[, ]+(?:and )?(?:thank you|thanks)(?: so much| very much)? for (?!coming|completing)",
        unless=r"\?", needs="thank thanks cheers ta appreciate grateful",
        why="It thanks the client for something told or done.",
        examples=("Thank you for trusting us with this.", "Thanks so much for sharing your story."), counter_examples=("Thank you.", "Thanks for coming in today."),
    ),
    Rule(
        name="form-thanks", gives=ACK,
        pattern=r"^<lead>(?:\w+, )?(?:thank you|thanks|cheers|ta|i appreciate|i(?:'m| am) (?:very |so |really )?grateful|i(?:'m| am) glad you (?:told|said|came|shared))\b",
        unless=r"\?", needs="thank thanks cheers ta appreciate grateful glad",
        why="It thanks the client or receives what was said.",
        examples=("Thank you for telling me.", "ok thanks for being straight with me"),
        counter_examples=("Did you thank her?", "You thanked the doctor."),
    ),
    Rule(
        name="form-condolence", gives=ACK, pattern=r"^<lead>(?:i(?:'m| am) )?(?:so |very |deeply |really )?sorry (?:for|about) (?:your|the) loss",
        needs="sorry", why="It is a set phrase of condolence.",
        examples=("sorry for your loss Tomasz",), counter_examples=("I'm sorry I was late.",),
    ),
    Rule(
        name="form-minimal", gives=ACK,
        pattern=r"^(?:<minimal>|<minimal>(?:[ ,.…-]+<minimal>){1,5})(?:,? [a-z]+)?[ .,!?…-]*$",
        unless=r"\? ?\w|^(?:no|hello|hi|well|so|and|true|then|now)\?|^(?:so|and|no|well|now|then|right|all right|good) (?!right|okay|yes|no|well|rush)[a-z]+|\bi (?!see|understand|hear)|(?:not|you|he|she)[.!]*$",
        why="It is a small word that shows you are there.",
        examples=("Mm.", "Okay.", "Right, yes.", "Fair enough."), counter_examples=("Right, what next?", "Good people know."),
    ),
    Rule(
        name="form-greet", gives=ACK,
        pattern=r"^<lead>(?:(?:hi|hello|hey|hiya|good (?:morning|afternoon|evening)|kia ora|welcome)\b(?: (?:there|back|again|everyone|all|and|to \w+ \w+))*(?:,? \w+){0,2}[ .,!]*$|(?:it(?:'s| is) )?(?:really |so |very |lovely |nice |good |great |pleased )+to (?:meet|see) you\b|(?:here|there) (?:you|we) (?:go|are)(?=[.,! ]*$)|(?:you(?:'re| are) )?(?:very |most |more than )?welcome(?: back)?[ .,!]*$|it(?:'s| has) been a (?:\w+ )?(?:while|time)[ .]*$)",
        unless=r"\?", needs="hi hello hey hiya good morning afternoon evening kia welcome see meet go are been",
        why="It greets, or hands something over.",
        examples=("Hi there.", "Nice to meet you.", "Hello again, Gareth.", "There you go."), counter_examples=("You said hello to him.", "Here you are not the driver."),
    ),
    Rule(
        name="form-agree", gives=ACK,
        pattern=r"^<lead>(?:i (?:think|guess|suppose|know|agree)(?: that| so)?,? ?)?(?:(?:it|that|this|they|you|he|she|we|there|i)(?:(?:'s|'re| is| are| do| does| did| was| were| will| would| can| could| has| have| might| must| should)(?: not)?| (?:don't|doesn't|didn't|isn't|aren't|wasn't|can't|won't|wouldn't|haven't|hasn't))(?: (?:indeed|too|as well|actually|really|so|though|do|make sense|makes sense))?|(?:it|that) makes (?:\w+ )?(?:\w+ )?sense)(?:,? (?:yeah|yes|yep|no|okay|right|\w+))?[ .,!-]*$",
        unless=r"\?|^<lead>you (?:do|will|would)[.]?$|^<lead>i (?:am|was|do|have|will|did|can|had|would)|\b(?:\w+ing|\w+ed|mad|late|good|fine|hard|tough|tired|sad|angry|scared|strong|brave|normal|natural|okay|ok|alone|right|wrong|awful|horrible|great|free|free|lovely|weird)[ .,!-]*$|'s \w{3,}[ .,!-]*$|'re \w{3,}[ .,!-]*$|(?:is|are|was|were) (?!indeed|too|not|actually|really|so|though|yeah|yes|yep|no)\w+[ .,!-]*$",
        why="It agrees, or says the client's last word again.",
        examples=("It is.", "They do.", "Yes, it does.", "That makes sense."), counter_examples=("You do.", "It was hard.", "They do the shopping."),
    ),
    Rule(
        name="form-wonder-what", gives=OPEN,
        pattern=r"(?:<clause-start>|\band |\bbut |\bthen )(?:i (?:do |just )?wonder|i(?:'m| am) (?:just |also |really |quite )?(?:wondering|curious|interested)(?: (?:about|in|to (?:know|hear)))?)(?: to know)?,? <wh>\b|"
        r"\bi(?:'m| am) (?:curious|interested) (?:about|in|to hear)\b",
        needs="wonder wondered wondering curious interested", unless=r"\bwhat if you\b",
        why="“{words}” asks, whether or not there is a question mark; the answer can go anywhere.",
        examples=("I wonder what that was like for you.", "I'm curious how you got there"),
        counter_examples=("I wonder if you should call her.", "I wonder whether Lynne knows."),
    ),
    Rule(
        name="form-invite", gives=OPEN,
        pattern=r"^<lead>(?:\w+, )?(?:(?:do |first |just |you )?(?:tell me (?!when\b|to stop|if\b|who\b|which\b|i(?:'m| am)|off)|tell us|say (?:a bit |a little |some )?more|say what|help me (?:to )?(?:understand|see|get)|"
        r"describe|walk me through|talk me through|take me (?:back|through|to)|read me|show me|start wherever|begin wherever|start from|go on)|"
        r"(?:i(?:'d| would) (?:really |very much )?(?:like|love|want)|i want) (?:you )?to (?:hear|know|understand|tell me|learn)(?: more| a bit| a little)?\b|"
        r"i(?:'d| would) be (?:interested|curious|glad) to (?:hear|know)|"
        r"(?:if you like, |maybe )?you (?:can|could) tell me (?:a bit |a little |more )?(?:about|how|what)|"
        r"let(?:'s| us) hear)",
        needs="tell say help describe walk talk take read show start begin hear know understand learn",
        unless=r"\btell me (?:i'm wrong|off)|^<lead>you tell me (?:if|when)|tell me (?:a|the) (?:number|time|name)|^say (?:it|no|yes) ",
        why="It is a request that can be answered in any way the client likes.",
        examples=("Tell me about the roundabouts.", "I'd like to hear about the foot.", "you tell me what is safe"),
        counter_examples=("You can tell me I'm wrong.", "You tell me when it's daft and I'll bin it.", "Say it or keep it."),
    ),
    Rule(
        name="form-tell-which", gives=CLOSED, pattern=r"^<lead>(?:just |please )?tell me (?:who|which|if|whether|when)\b",
        needs="tell", unless=r"tell me when (?:it|you|i|a)\b",
        why="It asks to be told a name, a choice, or yes or no.",
        examples=("Tell me who you'd want phoned first.", "tell me if it is safe"),
        counter_examples=("Tell me about it.", "Tell me when it gets too much."),
    ),
    Rule(
        name="form-why-not", gives=CLOSED,
        pattern=r"\b(?:why (?:don't|not|didn't|wouldn't|can't|couldn't)(?: (?:you|we|he|she|just|try|tell|go|ask|let|ring|call|take))|"
        r"(?:what|how) about (?:if you |you )?(?:just |maybe )?(?:<doing>|(?!something|anything|everything|nothing|morning|evening|feeling|wedding|meeting|thing|being|ring|king|during)\w{3,}ing\b)|what if you)\b",
        needs="why what how", unless=r"^<lead>why (?:didn't|can't|couldn't|wouldn't) (?:he|she|they|you)\b",
        why="It is asked as a question, and it expects yes.",
        examples=("Why don't you ring her?", "What about joining a choir?", "Why not tell just one of them?"),
        counter_examples=("Why did you leave?", "What was it about the choir?"),
    ),
    Rule(
        name="form-how-much", gives=CLOSED,
        pattern=r"<clause-start>(?:(?:about|roughly|for) )?(?:how (?:many|much|long|often|old|far|big|soon|likely|well|recently|confident|tall|late|early|regularly)\b|"
        r"(?:what|which) (?:time|day|date|year|month|age|number|size|age group|days|nights)\b|since when\b|"
        r"(?:what|how) (?:is|was|'s|would you say) your (?:name|age|mood|address|sleep|appetite)|"
        r"what (?:would you say )?(?:is )?(?:your|the) (?:mood|level) |on a scale)",
        needs="how what which since scale", unless=r"^<lead>how (?:much|well|far) (?:does|do|did) (?:that|it|this|he|she)|^<lead>(?:<do>|<do-more>|<do-rest>)\b[^?]*[,:;][^?]*$",
        why="It is answered with a number, an amount or a time.",
        examples=("How long has this been going on?", "what time did you start?", "So how many drinks is that?"),
        counter_examples=("How was the drive?", "What was the time like, for you?"),
    ),
    Rule(
        name="form-which-or", gives=CLOSED,
        pattern=r"^<lead>(?:which|what) (?:one |would |is |way |part |do you )[^?]*\b(?:or|, then)\b[^?]*(?:\?|$)|^<lead>who else knows|^<lead>(?:who is|who's) (?:at home|with you|about tonight|helping)|^<lead>(?:so )?which first\b",
        needs="which what who", unless=r"^<lead>what do you (?:think|feel|make)",
        why="It offers the answers to choose from, or asks for a name.",
        examples=("Which would be better, in writing or out loud?", "Who else knows about it?"),
        counter_examples=("Which part of it stays with you?", "What do you make of it?"),
    ),
    Rule(
        name="form-can-you-tell", gives=OPEN,
        pattern=r"\b(?:can|could|would|will|are|do|may|might|if) (?:you|i)(?: please| perhaps| maybe| possibly)?(?: be (?:able|willing|happy|up) (?:to|for)| (?:be )?able to| want to| like to| mind| care to| feel able to| ask you to)? ?(?:please )?(?:<help-me>|telling me|saying (?:a bit |a little |some )?more|describing|sharing|explaining|helping me)\b",
        needs="can could would will are do may might if", unless=r"tell me (?:if|whether|when|which)\b|\bif you (?:tell|show|want to)\b|if i tell|if you say|if i (?:explain|show|describe)",
        why="Asked as if yes or no would do; what it asks for is more, in the client's own way.",
        examples=("Could you help me understand?", "can you tell me a bit more about that", "Would you mind saying more?"),
        counter_examples=("Can you drive?", "Could you tell me if you take tablets?"),
    ),
    Rule(
        name="form-check", gives=CLOSED,
        pattern=r"^<lead>(?:(?:did|have|do|am) i (?:\w+ )?(?:get(?:ting)?|got|hear(?:d|ing)?|understand(?:ing)?|understood|have|miss(?:ed)?)\b|(?:is|was|would|does|do|did|are) (?:that|this|it|we|i|any of that)(?: all| about| pretty much| kind of| sort of| sound| seem| be| feel| ring| sum| cover)* ?(?:right|true|fair|correct|accurate|close|it|up|everything|so|a fair|what you (?:mean|meant|said|are saying|'re saying)|like that|how it (?:is|was|feels)))\b[^?]{0,40}\?|\b(?:is that|that) (?:right|correct|fair|true|it)\?",
        needs="did have do am is was would does are that",
        why="It asks whether you heard it right.",
        examples=("Did I get that right?", "Would that be true?", "Is that a fair way to put it?", "Have I understood that?"),
        counter_examples=("Is that your sister?", "Did I tell you the time?"),
    ),
    Rule(
        name="form-aux", gives=CLOSED,
        pattern=r"^<lead>(?:\w+, )?(?:(?:and|but|so|or|then) )?<aux> (?:not )?(?:<pron>|[a-z]+)\b.*\?|"
        r"^<lead>(?:do|does|did|are|were|was|is|have|has|had|can|could|would|will|should|shall|don't|didn't|haven't|aren't|isn't|wouldn't|shouldn't|couldn't|can't|won't|hasn't|doesn't|wasn't|weren't) (?:you|he|she|they|it|we|that|this|anyone|anybody|someone|somebody|there)\b(?! do,)",
        needs=_AUX_WORDS, unless=r"^<lead>(?:do not|have a |had better|have some |had i|were i|should you|had you|is it any wonder)|^<lead>(?:should (?:he|she|they|it|this|that|things|anyone|any|your)|have (?:someone|somebody|anyone))\b[^?]*$|^<lead>don't you (?:dare|ever|go|let|\w+ (?:off|out|up|down|him|her|them|it))\b[^?]*$",
        why="It can be answered with yes or no, or by choosing from what is offered.",
        examples=("Are you sleeping?", "have you told your supervisor", "Is it the driving you miss, or the lads?", "Don't you think she'd be glad?"),
        counter_examples=("Do something kind for yourself.", "What are you looking at?"),
    ),
    Rule(
        name="form-wh", gives=OPEN,
        pattern=r"^<lead>(?:\w+, )?(?:(?:from|in|to|for|with|at|of) )?<wh>\b(?:[^?]*\?|(?:'s|'d|'re| <aux>| happened| made| makes| brings| brought| else| got you)\b(?! (?:when|because|what|if)\b))",
        needs=_WH_WORDS, unless=r"^<lead>(?:when|where|what|how|who|which) (?:i|we|he|she|they|it|people|someone|things) [^?]*$|^<lead>what(?:'s| is) (?:more|important|clear)[^?]*$|^<lead>when (?:you|he|she|they|it|i|we|things|your|people|the|that|this|somebody|someone|(?:we|you)'re)\b(?!.*[,;-] ?(?:and |so )?<wh> )|^<lead>what (?:you(?:'re| are)|i(?:'m| am)|i) [^?]*$|^<lead>what a ",
        why="It asks in a way that cannot be answered with yes or no.",
        examples=("What was it like, answering to that name?", "why did u print it", "So how do you see it?", "A fraud? Who brought the charge?"),
        counter_examples=("What you're describing is hard.", "When you say that, do you mean today?", "Are you all right?"),
    ),
    Rule(
        name="form-late-wh", gives=OPEN,
        pattern=r"(?:[,;:…-]|\band|\bbut|\bso|\bthen|\.) ?(?:and |so |but |then |or )?(?:in |for |from |to |with )?<wh>(?:'s|'d|'re|'ll)?(?: [a-z]+){0,3}? ?(?:<aux>|about|happened|makes|made|'s|else)\b[^?]*\?|"
        r"^<lead>if so,? (?:<wh>) |\b(?:what|where|who|how|why|which|whose|who for|in what|what for|like what)(?:,? (?:would you say|do you think|then|though))?\?",
        needs=_WH_WORDS, unless=r"¿|^<lead>(?:<aux>) |\bor what\?|\byou know what\?|(?:[,;:-]) ?(?!would you say|do you think)(?:<aux>) (?:you|he|she|it|they|that|this|there)\b[^,]*\?",
        why="It comes to a question that cannot be answered with yes or no.",
        examples=("If nobody argued with you, what would you do?", "A fraud in what, would you say?", "You told it to a… what?"),
        counter_examples=("When it goes, do you check?", "Is it quiet, or what?"),
    ),
    Rule(
        name="form-tag", gives=CLOSED,
        pattern=r"(?:<neg-aux> (?:you|he|she|it|they|we|i|that|there)|(?:is|are|was|were|do|does|did|have|has|can|could|would|will) (?:you|he|she|it|they|we|that) not|right|yeah|eh|no|correct)(?:,? [a-z]+)?\?|"
        r"(?:,|\b(?:as a kid|then|now|it|this|that|him|her)) ?<neg-aux> (?:you|he|she|it|they)(?:[.,]|$)|\w <neg-aux> (?:you|he|she|it|they)\.?$|, (?:is|are|was|were|do|does|did|have|has) (?:you|he|she|it|they) not\.?$|"
        r", (?:were|was|are|is|did|have|has|had|do|does) (?:you|he|she|they)(?:,? (?:ever|then|now|love))?[?.]?$",
        needs="isn't aren't wasn't weren't don't doesn't didn't haven't hasn't hadn't can't couldn't wouldn't won't shouldn't not right yeah eh no correct were was are is did have has had do does",
        unless=r"^<lead>(?:keep|try|get|go|take|don't|stop) .*[^?]$|^<lead><neg-aux> |, don't it\.?$",
        why="A statement with a small question on the end; it expects a yes.",
        examples=("It's part of the autism, isn't it.", "you learnt this as a kid didnt you", "That hurt, didn't it?"),
        counter_examples=("Don't you think so", "Keep going, it's doing you good, isn't it."),
    ),
    Rule(
        name="form-rising", gives=CLOSED,
        pattern=r"^(?:<minimal>[,. -]+|and |but |or |because |then |now |well,? |oh,? )*(?:so\b|you\b|your\b|you(?:'re|'ve|'d|'ll)\b)[^?]*\?$",
        unless=r"^(?:\S+ )?so,? (?:<wh>|<aux>)\b|<wh> (?:<aux>|about|kind|sort)\b|\b(?:or|right|okay|ok|yeah|no|huh|eh|correct)\?$|[,;-] ?(?:and |so |but |then )?<aux> (?:you|he|she|it|that|they|there|we|this|i)\b|\bany(?:thing|one|body)?\b|\bever\b|^(?:<minimal>[,. -]+|so )*your (?:\w+ ){0,2}\w+\?$|^so\?|\bmaybe you should\?|^(?:(?:maybe|perhaps|just|please) )+<do>|¿",
        why="Said as a statement and lifted at the end, it gives back what was heard and checks it; yes or no would answer it.",
        examples=("So you were in the van on your own?", "You're still with her?", "And you kept the keys?"),
        counter_examples=("The one in the van?", "So what happened?", "You work nights, right?", "Any brothers?"),
    ),
    Rule(
        name="form-mark", gives=CLOSED, pattern=r"\?", unless=r"¿|^(?:(?:maybe|perhaps|just|please) )+<do>|\bmaybe you should\?",
        why="The question mark asks; as the words stand, yes or no would answer it.",
        examples=("The one in the van?",), counter_examples=("You're still with her.",),
    ),
    Rule(
        name="form-late-aux", gives=CLOSED,
        pattern=r"[,;:-] ?(?:and |so |but )?(?:have|do|did|are|were|is|does|has) (?:you|he|she|they|it|there) (?!not\b)\w+ ",
        needs="have do did are were is does has", unless=r"(?:neither|nor|so) (?:have|do|did|are|were)",
        why="It comes to a question that yes or no would answer.",
        examples=("before we go on i have to ask, have you had any thoughts of dying",),
        counter_examples=("You did it, and so did he that day.",),
    ),
    Rule(
        name="form-bare-number", gives=CLOSED,
        pattern=r"\b(?:how (?:many|much|long|often|old|far|likely|confident|important|ready|soon)|(?:what|which) (?:time|day|date|year|month|age|number))\b(?: (?!you |i |he |she |they |we |it )\w+){0,4}? (?:do|does|did|is|are|was|were|would|could|can|will|have|has|should) (?:you|he|she|they|it|that|this|we|your|the|there|i)\b|\bon a scale\b",
        needs="how what which scale", unmarked=True,
        why="Without a question mark, “{words}” still asks for a number or a time.",
        examples=("okay and that was in march how many weeks did you have off",), counter_examples=("You told me how long it was.", "you know how long you can do it"),
    ),
    Rule(
        name="form-bare-wh", gives=OPEN,
        pattern=r"\b(?:what|how|why|where|who|which)(?: (?!i |you |he |she |they |we |it |to )\w+){0,3}? (?:do|does|did|are|was|were|would|could|can|will|have|has|should|might) (?:you|he|she|they|it|that|this|we|your|the|there|some)\b|\btell me (?:a (?:little|bit)|more|about|some)\b|"
        r"(?<!know )(?<!see )(?<!about )(?<!understand )(?<!of )(?<!is )(?<!that's )(?<!to )(?<!tell you )(?<!remember )\b(?:what(?:'s| is)|how(?:'s| is)|what(?:'d)|how'd|what happened|what else|what brings|what brought|what made|what makes|what about|how about|how come|why not) ?(?:you|he|she|they|it|that|this|we|your|the|there|going|happening|on|been)?\b",
        needs="what how why where who which what's how's what'd how'd tell", unmarked=True, unless=r"<lead>what (?:you|i)\b|\bwhat about (?:it|that)$",
        why="Without a question mark, “{words}” still asks, and yes or no would not answer it.",
        examples=("okay so you went back and what did she say to that", "right and then how did you get home"),
        counter_examples=("You told me what she did.", "i know what you mean"),
    ),
    Rule(
        name="form-bare-aux", gives=CLOSED,
        pattern=r"(?<!what )(?<!how )(?<!so )(?<!nor )(?<!neither )(?<!as )(?<!than )(?<!like )(?<!if )(?<!or )(?<!which )(?<!who )(?<!it )(?<!that )(?<!there )(?<!you )(?<!he )(?<!she )(?<!they )(?<!really )\b(?:(?:do|did|have|are|were|can|could|would|will|don't|didn't|haven't|aren't|can't|couldn't|wouldn't|won't) (?:you|they)|(?:does|did|has|is|was|isn't|wasn't|doesn't|hasn't) (?:he|she)|(?:is|was|does|did|would|could|isn't|doesn't|wasn't) (?:it|that|there) (?:\w+)|is that)\b",
        needs="do did have are were can could would will does has is was don't didn't haven't aren't can't couldn't wouldn't won't isn't wasn't doesn't hasn't",
        unmarked=True, unless=r"^<lead>(?:do|don't) (?:not|it|that|this|what)\b|\b(?:is|was) (?:it|that) (?:you|i|he|she|they|we|it|if|when|the)\b|\b(?:what|all|thing|where|why|how|who) (?:\w+ ){0,4}(?:is|was) (?:it|that|there)\b",
        why="Without a question mark, “{words}” still asks, and yes or no would answer it.",
        examples=("and then your sister came down did you tell her about it",), counter_examples=("neither did you", "I know you did it."),
    ),
)  # fmt: skip

STATEMENTS: tuple[Rule, ...] = (
    Rule(
        name="form-facts", gives=OTHER,
        pattern=r"^<lead>(?:(?:the|a|your|her|his|an|we have a) (?:\w+ ){0,3}?(?:<service>|firm|school|perinatal team|crisis team)(?: \w+){0,3} (?:can|could|will|is|are|has|does|runs?|pays?|who|that|isn't|would|might|puts?|offers?|suspend\w*)\b|there(?:'s| is| are) (?:a|an|some|really good|lots of)? ?(?:\w+ ){0,3}(?:<service>)\b|we have (?:six|fifty)|(?:it(?:'s| is)|this is) (?:free|fifty|an hour|confidential|private|just a|only a)\b|what(?:ever)? you (?:say|tell me)(?: here| in here)? (?:is|stays|stops|will)|(?:anything|something) you (?:say|tell me) (?:is|stays|stops)|you never (?:get|stop)\b|people (?:often|usually|who)\b|(?:many|most|some|so many|lots of|loads of|every|all) (?:\w+ )?(?:people|mums|mothers|parents|men|women|couples?|clients|lads)\b|(?:nobody|no one) (?:walks|goes)|getting \w+ in order is|god knows)",
        needs="the a your her his an we there there's it it's this what whatever anything something you people many most some so lots loads every all nobody no getting god",
        unless=r"\?|^<lead>(?:it|this)(?:'s| is) (?:just|only) a (?:bit|little|word)|nobody at work|^<lead>(?:the|a) (?:team|group) you\b",
        why="It tells a fact about services, people in general or how things work.",
        examples=("The crisis team is open all night.", "There's a helpline that takes calls at night.", "Most people find it hard.", "What you say stays in here."),
        counter_examples=("The doctor was cold, you said.", "There's some anger there.", "It's just a bit much."),
    ),
    Rule(
        name="form-should", gives=DIRECTIVE,
        pattern=r"\byou (?:really |just |probably |maybe |definitely |both |all |do |still |also |perhaps )?(?:<should>)\b|\byou(?:'d| had) (?:better|be better off|do well)|\byou(?:'ve| have) (?:got|just got) to\b|\byou (?:want to|could do with|might (?:want|like) to|could|can|may|might|may wish to|might wish to) (?:<hedge>)*(?:<do>)|\byou want (?:to be|to write|to get|to go|to tell)\b",
        needs="should shouldn't ought oughtn't better need needn't have had must mustn't want could might can may got would do",
        unless=r"\byou (?:can|could|may|might) (?:always )?(?:tell|ask|say|show|stop|keep|change your mind|start|leave it|take your time|read|bring|pick|choose|cry|be|have your|use)\b(?! (?:your|the|them|him|her|a|some) )|\byou could have\b|you don't (?:have|need) to|\bif you (?:want|need|have|must) to|what you (?:need|want)|you(?:'ve| have) had|(?:thing|ones?|all|time|part) (?:that )?you (?:have|need|want) to|\bi should\b|you must (?:be|have|feel)|you have to (?:be|have) (?:a|the)|(?:nearest|closest|most|best|all|only \w+|every\w*|anything|whatever) (?:that )?you (?:can|could)|service and you can",
        why="It says what the client should, must or could do.",
        examples=("You should call her.", "you need to get legal advice", "You could ring the GP."),
        counter_examples=("You must be tired.", "You could have kept it to yourself.", "You don't have to translate."),
    ),
    Rule(
        name="form-if-i-were-you", gives=DIRECTIVE,
        pattern=r"\bif i (?:were|was|am) (?:you|in your)\b|^<lead>i(?:'d| would) (?:<hedge>)*(?!rather|like|love|say|want|guess|imagine|be (?:guess|glad|curious|interested|happy|worried|surprised|mad|wasting)|have to|sooner|hate|tell you|never|ask (?:if|whether|what|how)|understand|see |leave that)(?:<do>)|"
        r"\bi(?:'d| would)? (?:really |strongly |also |definitely |just |highly |would )?(?:suggest|recommend|advise|urge|encourage)\b|\bmy (?:advice|suggestion|recommendation)\b|^<lead>i (?:would not|wouldn't) (?:give|worry|let|go|take|put|do|wait|tell|be)",
        needs="if i'd would suggest recommend advise urge encourage advice suggestion recommendation wouldn't i'm",
        unless=r"^<lead>i(?:'d| would) (?:tell you|let you)|\bi would not be taking",
        why="It says what you would do in the client's place.",
        examples=("If I were you I'd get a dog.", "I'd talk to your sister.", "I would suggest you see somebody."),
        counter_examples=("I'd like to hear about it.", "I'd only be guessing.", "I'd rather not forget it."),
    ),
    Rule(
        name="form-imperative", gives=DIRECTIVE,
        pattern=r"^<lead>(?:please |just |do |always |never |maybe |perhaps |try to |gently |definitely |simply |first |then )*(?:don't (?!know|think|you|mind|want|feel|believe|have|like|get me|understand)|do not |<do>|let's|let us|take (?:your|care)|worry not|hang in|stay|feel free|rest assured|imagine|say it|pick|choose|keep (?!ing)|give|know that|just know|ask me|allow|bring|be |cheer up|chin up|forget)",
        unless=r"^<lead>(?:find|notice|work|play|start|deal|face|change|plan|love|trust|respect|rest|sleep|hope|drink|exercise|watch|stand|view|fight|walk|talk|process|research|report|return|visit|search|post|list|limit|use|look|practice|treat|head|email|book|text|call|block)s? (?:is|are|was|were|can|will|may|has|would|suggests?|shows?|says?|indicates?|takes?|means?)\b|^<lead>don\'t (?:mean|make|matter)\b|^<lead>(?:don't|do) (?:be silly)|^<lead>(?:get|got)ting|\bmakes? (?:sense|me|you|it|him|her)$|^<lead>do (?:you|we|they|i)\b|^<lead>keep(?:s|ing)\b|^(?:understood|open question)",
        why="It begins with what to do.",
        examples=("Book in with the adviser tomorrow.", "Take your time.", "Don't beat yourself up.", "please ring them"),
        counter_examples=("Talk is cheap, you said.", "You take care of them.", "Don't you think so"),
    ),
    Rule(
        name="form-wrapped-directive", gives=DIRECTIVE,
        pattern=r"<stem> (?:\w+ )?(?:<should>|you might |you could (?!have|be )(?:<hedge>)*(?:<do>))\b|, (?:then |maybe |perhaps |just |please )?(?:try|ring|call|talk to|tell (?!me)|ask (?!me)|speak to|go to|write|get (?:yourself|some|a|help)|let (?!me)|count|take|look at|see (?:if|a|whether)|consider|reach out|contact|keep)\b",
        needs="should ought better need must want might could try ring call talk tell ask speak go write get let count take look see consider reach contact keep have needs has",
        unless=r"\bi (?:should|ought|must|have to|need to|had better)|you must (?:be|have|feel)|\b(?:he|she|they|you) (?:try|ring|call|talk|ask|speak|go|write|get|let|count|take|look|see|consider|keep)\b|you (?:have|need) to (?:be|have)|to (?:take|get|go|keep|look|see|let|ask|tell)\b",
        why="The sentence opens as something else, and comes to what the client should do.",
        examples=("It sounds like you should call her.", "I wonder if you should just call her.", "When it starts, count to ten."),
        counter_examples=("It sounds like you must be tired.", "You call her, take the tram, keep quiet."),
    ),
    Rule(
        name="form-you-choose", gives=DIRECTIVE, pattern=r"^<lead>you (?:pick|choose|decide|say|tell me|tell us|lead|say which|start)\b",
        needs="pick choose decide say tell lead start", unless=r"^<lead>you (?:say|tell me|choose|decide|pick|start) (?:that|it's|you|your|\"|he|she|'|they|it|\w+ed)",
        why="It tells the client to choose.",
        examples=("You pick.", "You say which."), counter_examples=("You say it's fine.", "You tell me your boss was sound."),
    ),
    Rule(
        name="form-verdict", gives=OTHER,
        pattern=r"^<lead>(?:(?:that|it|this)(?:'s| is| sounds?| looks?| seems?| was| makes?| would be|'d be| will be|'ll be| does)?|sounds?|looks?)(?: (?:like|a|an|all|also|really|very|so|pretty|just|great|good|totally|absolutely|quite|not|too|still|perfectly|completely))* ?"
        r"(?:good|great|fine|okay|ok|right|true|alright|awesome|wonderful|excellent|perfect|fantastic|welcome|interesting|nice|correct|cool|fair|sense|does|idea|question|point|plan|bad|important|normal|natural|helpful|lovely|brilliant|impressive|wise|news|start|thing|way)(?: (?:then|to (?:hear|know|see|think|start|do|go|look at it)(?: that| you)?|too|for you|enough|thing|idea|question|point|plan|start|now|actually))?(?:,? [a-z]+)?[ .,!-]*$",
        unless=r"\?|\bnot \w+[.]*$|\byou (?:do|are|know) \w+ing\b",
        why="It says of something that it is good, right or so.",
        examples=("That's great.", "That sounds like a good idea.", "It's fine."), counter_examples=("That was the good chair.", "You kept the good one for him."),
    ),
    Rule(
        name="form-heard", gives=CLIENT,
        pattern=r"^(?:<minimal>[,.]* )*<lead>(?:\w+, )?(?:<heard>|(?:and |so |what )?what i(?:'m| am|'ve| have)? (?:hear|hearing|heard|gather|gathering|picking up|picked up|understand|understood)\w*|<sounds> ?(?:you|your|you're|you've|it|it's|there|there's|part|part of|he|she|they|that|this|things?|some|a \w+|\w+ing|the \w+|like)\b|you(?:'re| are) (?:saying|telling me|describing|wondering|asking yourself)\b|in other words|as i (?:hear|understand) it|my (?:guess|sense|hunch|impression) is (?:that )?(?:you|there|it|part))|\b(?:i(?:'m| am) (?:picking up|hearing|getting a sense)|what i(?:'m| am)? (?:hear(?:ing)?|picking up|sensing))\b",
        needs="hear hearing heard see seeing tell understand understood know gather sense sensing notice noticed noticing appreciate picking picked pick recognise recognize realise realize told get getting have sound sounds seem seems look looks feel feels appear appears saying telling describing wondering asking words guess sense hunch impression",
        unless=r"\?|<heard> <should>|\bi know (?:how|what) (?:you|it|that)|^<lead>(?:that|this|it|which)(?: \w+)? (?:sounds?|seems?|looks?|feels?)(?: like)? (?:a |an |really |very |so |pretty |just )*(?:good|great|fine|perfect|nice|lovely|plan|idea)|i(?:'m| am)? see(?:ing)? (?:you|it) (?:next|again|later|on|soon|back)|i (?:feel|felt|look|looked|seem|sound)|i know (?:it|this|that)(?:'s| is) (?:a |only )",
        why="“{words}” says it gives back what was heard.",
        examples=("I can see you've worked at it.", "It sounds like you're tired of it.", "What I'm hearing is that nobody asked you.", "I understand that your sister rang."),
        counter_examples=("That sounds good.", "I know how you feel.", "I'll see you next week."),
    ),
    Rule(
        name="form-think-client", gives=CLIENT,
        pattern=r"^<lead>(?:(?:to be honest|well),? )?<stem>,? ?(?:that |if |whether |how |maybe |perhaps |it's because |like |just |what |there's |there is |there are |the |some |of |a lot of |so much |any of |in |is |part of |when |going |turning |being |are )*(?:you|your|he|she|his|her|they|their|it|that|this|these|lynne|we|anger|underneath|\w+ing|\w+'s|\w+)\b",
        needs="think thought thinking reckon suspect guess suppose imagine believe feel wonder wondering bet say sense sensing presume assume gather guessing assuming hearing sure see notice hear imagining noticing impression feeling hunch",
        unless=r"^<lead>i (?:think|guess|suppose|feel|believe|wonder|bet|reckon|imagine|hear you|see|notice)(?: that| if| whether|,)? (?:i|i'm|i'll|i'd|i've|we|my|me|it best|so|now|not)\b|^<lead>i(?:'m| am) (?:sure|thinking) (?:i|we)\b|^<lead>i (?:do )?(?:hear|see) you[.,]?(?: \w+)?[.!]*$|^<lead>i (?:see|thought|saw|feel|felt) (?:many|it|this|a|the|every|so|like i)\b|^<lead>i(?:'d| would) say\b$",
        why="It opens with you, and is about the client.",
        examples=("I think you go blank because you're frightened.", "I reckon part of you knows.", "I'm hearing that you're tired."),
        counter_examples=("I think I got it wrong.", "I do hear you.", "I see many people."),
    ),
    Rule(
        name="form-self", gives=SELF,
        pattern=r"^[ .…-]*<lead>(?:\w+, )?(?:(?:when|since|after|if|as|until|before|once|since) (?:my|i|the|our|you)\b[^.]*,? ?(?:and |but )?(?:i|i'm|i'll|i'd|i've|we|my|me|we're|we'll)|i|i'm|i'll|i'd|i've|me|my|mine|we|we're|we'll|we've|our|myself)\b|"
        r"^<lead>(?:it|that|this) (?:worries|frightens|scares|saddens|touches|moves|bothers|troubles|helps|strikes|interests|reminds|surprises|stops) me\b|^<lead>every \w+(?: \w+)? i\b|^<lead>not (?:offended|sure|easy)|\bi(?:'d| would) (?:have to|need to) tell\b|^<lead>(?:curious|same here|been there|me too|part of me)\b|, so i do\b",
        needs="i i'm i'll i'd i've me my mine we we're we'll we've our myself not curious same been",
        unless=r"^<lead>(?:we|our) (?:can|all|have) (?:feel|feelings|grieve)|^<lead>if you\b.*\byou\b.*[^i]$",
        why="It is about you, or about what you will do.",
        examples=("I'll ask plainly.", "My dad was the same.", "It worries me, hearing you this calm.", "When my gran died I went back to work."),
        counter_examples=("You told me about your dad.", "When you said that, you laughed."),
    ),
    Rule(
        name="form-cut-off", gives=OTHER, pattern=r"^(?:\S+ ){0,3}\S+ ?-+[.…]?$", unless=r"\?|^<lead>(?:you|your|you're|you've)\b",
        why="It breaks off before it says anything.",
        examples=("Maybe this is the--", "that's going to-"), counter_examples=("That's half-true.", "You went back because you were worried about him-"),
    ),
    Rule(
        name="form-ahead", gives=CLIENT,
        pattern=r"\b(?:you(?:'ll| will|'re going to| are going to| can| could| may| might)|if you(?:'re|'ve|'d)?|(?:it|that|this)(?:'ll| will))\b",
        needs="you'll will going can could may might if it'll that'll", unless=r"<sounds>|\byou can't\b|\?",
        why="It is about what may come for the client, or what the client may do.",
        examples=("You'll find a moment for it.", "It will be a long week."), counter_examples=("You went quiet at her name.",),
    ),
    Rule(
        name="form-between-us", gives=CLIENT,
        pattern=r"\b(?:we|we're|we'll|we've|us|our|let's|i|i'm|i've|i'd|i'll|me|my)\b",
        needs="we we're we'll we've us our let's i i'm i've i'd i'll me my",
        unless=r"^(?!.*\b(?:you|you're|you've|you'd|your|yours|yourself)\b)|\?|\"|\bi guess\b|\bi suppose\b|<stem>",
        why="It is about the client and you together.",
        examples=("Your card is still on my desk.",), counter_examples=("You went quiet at her name.", "I reckon you know."),
    ),
    Rule(
        name="form-about-it", gives=CLIENT,
        pattern=r"^<lead>(?:(?:it|that|this|there)(?:'s| is| was| has| must| could| might| may| would|'d| took| takes| isn't| wasn't| doesn't| does| did| hasn't| still)\b)(?!.*\b(?:you|you're|you've|you'd|your|yours|yourself)\b)",
        needs="it it's that that's this there there's",
        unless=r"\?|^<lead>(?:it|that|this|there)(?:'s| is| are| was) (?:a|an|the) (?:\w+ ){0,3}?(?:<service>|program|programme|exception|limit|reason|machine|sheet)\b|^<lead>(?:it|that|this)(?:'s| is) (?:free|fifty|an hour|confidential|private|on tuesday|common|very common|normal|natural|just a)|\b(?:can|could) (?:ring|ask|book|give) (?:them|it)\b|^<lead>(?:it|there) (?:doesn't|isn't) (?:cost|need|any charge)|^<lead>that(?:'s| is) (?:how|what) (?:it|this|counselling) ",
        why="It is about the matter the client brought.",
        examples=("That must be heavy.", "It was the good chair."), counter_examples=("It is free.", "There's a helpline that takes calls at night."),
    ),
    Rule(
        name="form-client", gives=CLIENT,
        pattern=r"\b(?:you|you're|you've|you'll|you'd|your|yours|yourself)\b|"
        r"^<lead>(?:he|she|they|he's|she's|they're|he'd|she'd|nobody|nothing|none of (?:it|them))\b|^<lead>(?:(?:it|that|this|there)(?:'s| is| was| has| must| sounds?| seems?| looks?| feels?| could| might| may|'ll| will| would|'d| took| takes| isn't| wasn't| doesn't| does| did| hasn't| still| softness)\b)|"
        r"^<lead>(?:sounds?|seems?|looks?|could be|must be|might be|feels?) (?:like|as|that|so|to|really|pretty|a|an|adhd|hard|tough)?\b|^<lead>there (?:must|can|seems)|^<lead>(?:maybe|perhaps|clearly|obviously|part of|underneath|deep down|somewhere|being|getting|going|turning|having|taking|losing) \w+",
        needs="",
        unless=r"^<lead>(?:it|that|this|there)(?:'s| is| are| was) (?:a|an|the) (?:\w+ ){0,3}?(?:<service>|program|programme|exception|limit|reason|machine|sheet)\b|^<lead>(?:it|that|this)(?:'s| is) (?:free|fifty|an hour|confidential|private|on tuesday|common|very common|normal|natural|just a)|\b(?:can|could) (?:ring|ask|book|give) (?:them|it)\b|^<lead>what you (?:say|tell me) (?:here |in here )?(?:is|stays)|^<lead>(?:it|there) (?:doesn't|isn't) (?:cost|need|any charge)|^<lead>(?:getting|going|being|having|taking) \w+ .* (?:is|are) (?:a|an|very|quite|really|so) (?:very |really |quite )?(?:common|normal|natural)|^<lead>(?:nobody|nothing|they) (?:walks|goes|has to|have to|won't|will)\b|^<lead>that(?:'s| is) (?:how|what) (?:it|this|counselling) ",
        why="It is about the client or what the client said.",
        examples=("You went quiet at her name.", "That must be heavy.", "On your own.", "sounds like a long night"),
        counter_examples=("The crisis team is open all night.", "It is free.", "There's a helpline that takes calls at night."),
    ),
)  # fmt: skip
