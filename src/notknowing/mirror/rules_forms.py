"""What a sentence is. The first rule in this table that fires gives the form; the order is the precedence."""

from __future__ import annotations

from notknowing.mirror.rule import Rule, any_of

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
        pattern=any_of(
            r"^<lead>(?:\w+, )?(?:and )?(?:thank you|thanks|cheers|ta|i appreciate|i(?:'m| am) (?:very |so |really )?grateful)(?: so much| very much| again| a lot)? (?:for|that) (?!(?:coming|the (?:call|letter|form)|listening|reading|your time|completing|having)\b)",
            r"^<lead>(?:hi|hello|hey)[, ]+(?:and )?(?:thank you|thanks)(?: so much| very much)? for (?!coming|completing)",
        ),
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
        unless=any_of(
            r"\? ?\w",
            r"^(?:no|hello|hi|well|so|and|true|then|now)\?",
            r"^(?:so|and|no|well|now|then|right|all right|good) (?!right|okay|yes|no|well|rush)[a-z]+",
            r"\bi (?!see|understand|hear)",
            r"(?:not|you|he|she)[.!]*$",
        ),
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
        unless=any_of(
            r"\?",
            r"^<lead>you (?:do|will|would)[.]?$",
            r"^<lead>i (?:am|was|do|have|will|did|can|had|would)",
            r"\b(?:\w+ing|\w+ed|mad|late|good|fine|hard|tough|tired|sad|angry|scared|strong|brave|normal|natural|okay|ok|alone|right|wrong|awful|horrible|great|free|free|lovely|weird)[ .,!-]*$",
            r"'s \w{3,}[ .,!-]*$",
            r"'re \w{3,}[ .,!-]*$",
            r"(?:is|are|was|were) (?!indeed|too|not|actually|really|so|though|yeah|yes|yep|no)\w+[ .,!-]*$",
        ),
        why="It agrees, or says the client's last word again.",
        examples=("It is.", "They do.", "Yes, it does.", "That makes sense."), counter_examples=("You do.", "It was hard.", "They do the shopping."),
    ),
    Rule(
        name="form-wonder-what", gives=OPEN,
        pattern=any_of(
            r"(?:<clause-start>|\band |\bbut |\bthen )(?:i (?:do |just )?wonder|i(?:'m| am) (?:just |also |really |quite )?(?:wondering|curious|interested)(?: (?:about|in|to (?:know|hear)))?)(?: to know)?,? <wh>\b",
            r"\bi(?:'m| am) (?:curious|interested) (?:about|in|to hear)\b",
        ),
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
        pattern=any_of(
            r"^<lead>(?:which|what) (?:one |would |is |way |part |do you )[^?]*\b(?:or|, then)\b[^?]*(?:\?|$)",
            r"^<lead>who else knows",
            r"^<lead>(?:who is|who's) (?:at home|with you|about tonight|helping)",
            r"^<lead>(?:so )?which first\b",
        ),
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
        pattern=any_of(
            r"^<lead>(?:(?:did|have|do|am) i (?:\w+ )?(?:get(?:ting)?|got|hear(?:d|ing)?|understand(?:ing)?|understood|have|miss(?:ed)?)\b|(?:is|was|would|does|do|did|are) (?:that|this|it|we|i|any of that)(?: all| about| pretty much| kind of| sort of| sound| seem| be| feel| ring| sum| cover)* ?(?:right|true|fair|correct|accurate|close|it|up|everything|so|a fair|what you (?:mean|meant|said|are saying|'re saying)|like that|how it (?:is|was|feels)))\b[^?]{0,40}\?",
            r"\b(?:is that|that) (?:right|correct|fair|true|it)\?",
        ),
        needs="did have do am is was would does are that",
        why="It asks whether you heard it right.",
        examples=("Did I get that right?", "Would that be true?", "Is that a fair way to put it?", "Have I understood that?"),
        counter_examples=("Is that your sister?", "Did I tell you the time?"),
    ),
    Rule(
        name="form-aux", gives=CLOSED,
        pattern=any_of(
            r"^<lead>(?:\w+, )?(?:(?:and|but|so|or|then) )?<aux> (?:not )?(?:<pron>|[a-z]+)\b.*\?",
            r"^<lead>(?:do|does|did|are|were|was|is|have|has|had|can|could|would|will|should|shall|don't|didn't|haven't|aren't|isn't|wouldn't|shouldn't|couldn't|can't|won't|hasn't|doesn't|wasn't|weren't) (?:you|he|she|they|it|we|that|this|anyone|anybody|someone|somebody|there)\b(?! do,)",
        ),
        needs=_AUX_WORDS, unless=any_of(
            r"^<lead>(?:do not|have a |had better|have some |had i|were i|should you|had you|is it any wonder)",
            r"^<lead>(?:should (?:he|she|they|it|this|that|things|anyone|any|your)|have (?:someone|somebody|anyone))\b[^?]*$",
            r"^<lead>don't you (?:dare|ever|go|let|\w+ (?:off|out|up|down|him|her|them|it))\b[^?]*$",
        ),
        why="It can be answered with yes or no, or by choosing from what is offered.",
        examples=("Are you sleeping?", "have you told your supervisor", "Is it the driving you miss, or the lads?", "Don't you think she'd be glad?"),
        counter_examples=("Do something kind for yourself.", "What are you looking at?"),
    ),
    Rule(
        name="form-wh", gives=OPEN,
        pattern=r"^<lead>(?:\w+, )?(?:(?:from|in|to|for|with|at|of) )?<wh>\b(?:[^?]*\?|(?:'s|'d|'re| <aux>| happened| made| makes| brings| brought| else| got you)\b(?! (?:when|because|what|if)\b))",
        needs=_WH_WORDS, unless=any_of(
            r"^<lead>(?:when|where|what|how|who|which) (?:i|we|he|she|they|it|people|someone|things) [^?]*$",
            r"^<lead>what(?:'s| is) (?:more|important|clear)[^?]*$",
            r"^<lead>when (?:you|he|she|they|it|i|we|things|your|people|the|that|this|somebody|someone|(?:we|you)'re)\b(?!.*[,;-] ?(?:and |so )?<wh> )",
            r"^<lead>what (?:you(?:'re| are)|i(?:'m| am)|i) [^?]*$",
            r"^<lead>what a ",
        ),
        why="It asks in a way that cannot be answered with yes or no.",
        examples=("What was it like, answering to that name?", "why did u print it", "So how do you see it?", "A fraud? Who brought the charge?"),
        counter_examples=("What you're describing is hard.", "When you say that, do you mean today?", "Are you all right?"),
    ),
    Rule(
        name="form-late-wh", gives=OPEN,
        pattern=any_of(
            r"(?:[,;:…-]|\band|\bbut|\bso|\bthen|\.) ?(?:and |so |but |then |or )?(?:in |for |from |to |with )?<wh>(?:'s|'d|'re|'ll)?(?: [a-z]+){0,3}? ?(?:<aux>|about|happened|makes|made|'s|else)\b[^?]*\?",
            r"^<lead>if so,? (?:<wh>) ",
            r"\b(?:what|where|who|how|why|which|whose|who for|in what|what for|like what)(?:,? (?:would you say|do you think|then|though))?\?",
        ),
        needs=_WH_WORDS, unless=r"¿|^<lead>(?:<aux>) |\bor what\?|\byou know what\?|(?:[,;:-]) ?(?!would you say|do you think)(?:<aux>) (?:you|he|she|it|they|that|this|there)\b[^,]*\?",
        why="It comes to a question that cannot be answered with yes or no.",
        examples=("If nobody argued with you, what would you do?", "A fraud in what, would you say?", "You told it to a… what?"),
        counter_examples=("When it goes, do you check?", "Is it quiet, or what?"),
    ),
    Rule(
        name="form-tag", gives=CLOSED,
        pattern=any_of(
            r"(?:<neg-aux> (?:you|he|she|it|they|we|i|that|there)|(?:is|are|was|were|do|does|did|have|has|can|could|would|will) (?:you|he|she|it|they|we|that) not|right|yeah|eh|no|correct)(?:,? [a-z]+)?\?",
            r"(?:,|\b(?:as a kid|then|now|it|this|that|him|her)) ?<neg-aux> (?:you|he|she|it|they)(?:[.,]|$)",
            r"\w <neg-aux> (?:you|he|she|it|they)\.?$",
            r", (?:is|are|was|were|do|does|did|have|has) (?:you|he|she|it|they) not\.?$",
            r", (?:were|was|are|is|did|have|has|had|do|does) (?:you|he|she|they)(?:,? (?:ever|then|now|love))?[?.]?$",
        ),
        needs="isn't aren't wasn't weren't don't doesn't didn't haven't hasn't hadn't can't couldn't wouldn't won't shouldn't not right yeah eh no correct were was are is did have has had do does",
        unless=r"^<lead>(?:keep|try|get|go|take|don't|stop) .*[^?]$|^<lead><neg-aux> |, don't it\.?$",
        why="A statement with a small question on the end; it expects a yes.",
        examples=("It's part of the autism, isn't it.", "you learnt this as a kid didnt you", "That hurt, didn't it?"),
        counter_examples=("Don't you think so", "Keep going, it's doing you good, isn't it."),
    ),
    Rule(
        name="form-rising", gives=CLOSED,
        pattern=r"^(?:<minimal>[,. -]+|and |but |or |because |then |now |well,? |oh,? )*(?:so\b|you\b|your\b|you(?:'re|'ve|'d|'ll)\b)[^?]*\?$",
        unless=any_of(
            r"^(?:\S+ )?so,? (?:<wh>|<aux>)\b",
            r"<wh> (?:<aux>|about|kind|sort)\b",
            r"\b(?:or|right|okay|ok|yeah|no|huh|eh|correct)\?$",
            r"[,;-] ?(?:and |so |but |then )?<aux> (?:you|he|she|it|that|they|there|we|this|i)\b",
            r"\bany(?:thing|one|body)?\b",
            r"\bever\b",
            r"^(?:<minimal>[,. -]+|so )*your (?:\w+ ){0,2}\w+\?$",
            r"^so\?",
            r"\bmaybe you should\?",
            r"^(?:(?:maybe|perhaps|just|please) )+<do>",
            r"¿",
        ),
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
        pattern=any_of(
            r"\b(?:how (?:many|much|long|often|old|far|likely|confident|important|ready|soon)|(?:what|which) (?:time|day|date|year|month|age|number))\b(?: (?!you |i |he |she |they |we |it )\w+){0,4}? (?:do|does|did|is|are|was|were|would|could|can|will|have|has|should) (?:you|he|she|they|it|that|this|we|your|the|there|i)\b",
            r"\bon a scale\b",
        ),
        needs="how what which scale", unmarked=True,
        why="Without a question mark, “{words}” still asks for a number or a time.",
        examples=("okay and that was in march how many weeks did you have off",), counter_examples=("You told me how long it was.", "you know how long you can do it"),
    ),
    Rule(
        name="form-bare-wh", gives=OPEN,
        pattern=any_of(
            r"\b(?:what|how|why|where|who|which)(?: (?!i |you |he |she |they |we |it |to )\w+){0,3}? (?:do|does|did|are|was|were|would|could|can|will|have|has|should|might) (?:you|he|she|they|it|that|this|we|your|the|there|some)\b",
            r"\btell me (?:a (?:little|bit)|more|about|some)\b",
            r"(?<!know )(?<!see )(?<!about )(?<!understand )(?<!of )(?<!is )(?<!that's )(?<!to )(?<!tell you )(?<!remember )\b(?:what(?:'s| is)|how(?:'s| is)|what(?:'d)|how'd|what happened|what else|what brings|what brought|what made|what makes|what about|how about|how come|why not) ?(?:you|he|she|they|it|that|this|we|your|the|there|going|happening|on|been)?\b",
        ),
        needs="what how why where who which what's how's what'd how'd tell", unmarked=True, unless=r"<lead>what (?:you|i)\b|\bwhat about (?:it|that)$",
        why="Without a question mark, “{words}” still asks, and yes or no would not answer it.",
        examples=("okay so you went back and what did she say to that", "right and then how did you get home"),
        counter_examples=("You told me what she did.", "i know what you mean"),
    ),
    Rule(
        name="form-bare-aux", gives=CLOSED,
        pattern=r"(?<!what )(?<!how )(?<!so )(?<!nor )(?<!neither )(?<!as )(?<!than )(?<!like )(?<!if )(?<!or )(?<!which )(?<!who )(?<!it )(?<!that )(?<!there )(?<!you )(?<!he )(?<!she )(?<!they )(?<!really )\b(?:(?:do|did|have|are|were|can|could|would|will|don't|didn't|haven't|aren't|can't|couldn't|wouldn't|won't) (?:you|they)|(?:does|did|has|is|was|isn't|wasn't|doesn't|hasn't) (?:he|she)|(?:is|was|does|did|would|could|isn't|doesn't|wasn't) (?:it|that|there) (?:\w+)|is that)\b",
        needs="do did have are were can could would will does has is was don't didn't haven't aren't can't couldn't wouldn't won't isn't wasn't doesn't hasn't",
        unmarked=True, unless=any_of(
            r"^<lead>(?:do|don't) (?:not|it|that|this|what)\b",
            r"\b(?:is|was) (?:it|that) (?:you|i|he|she|they|we|it|if|when|the)\b",
            r"\b(?:what|all|thing|where|why|how|who) (?:\w+ ){0,4}(?:is|was) (?:it|that|there)\b",
        ),
        why="Without a question mark, “{words}” still asks, and yes or no would answer it.",
        examples=("and then your sister came down did you tell her about it",), counter_examples=("neither did you", "I know you did it."),
    ),
)  # fmt: skip
