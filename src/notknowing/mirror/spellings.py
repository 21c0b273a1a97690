"""Spellings that mean a common word: slips of the typing hand, missing apostrophes, and words of several Englishes.

The rules are written once, in one spelling. A reply is turned into that spelling for reading only; every span the mirror
reports points at the student's own letters. To teach the mirror a word, add it here.
"""

from __future__ import annotations

SLIPS = {
    "dont": "don't", "doesnt": "doesn't", "didnt": "didn't", "isnt": "isn't", "arent": "aren't", "wasnt": "wasn't",
    "werent": "weren't", "cant": "can't", "couldnt": "couldn't", "wouldnt": "wouldn't", "shouldnt": "shouldn't",
    "havent": "haven't", "hasnt": "hasn't", "hadnt": "hadn't", "wont": "won't", "im": "i'm", "ive": "i've",
    "youre": "you're", "youve": "you've", "youll": "you'll", "youd": "you'd", "thats": "that's", "whats": "what's",
    "hows": "how's", "whos": "who's", "wheres": "where's", "theres": "there's", "hes": "he's", "shes": "she's",
    "theyre": "they're", "theyve": "they've", "weve": "we've", "lets": "let's", "u": "you", "r": "are", "ur": "your",
    "ppl": "people", "pls": "please", "plz": "please", "cos": "because", "coz": "because", "cuz": "because",
    "'cause": "because", "bc": "because", "becuase": "because", "becasue": "because", "wanna": "want to",
    "gonna": "going to", "gunna": "going to", "gotta": "got to", "kinda": "kind of", "sorta": "sort of",
    "dunno": "don't know", "d'you": "do you", "y'know": "you know", "ya": "you", "teh": "the", "hte": "the",
    "adn": "and", "nad": "and", "taht": "that", "thta": "that", "waht": "what", "wat": "what", "wot": "what",
    "somthing": "something", "smth": "something", "sombody": "somebody", "somone": "someone", "freind": "friend",
    "freinds": "friends", "beleive": "believe", "definately": "definitely", "probly": "probably", "prob": "probably",
    "tho": "though", "thru": "through", "usless": "useless", "alot": "a lot", "abt": "about", "thx": "thanks",
    "ty": "thank you", "sry": "sorry", "sory": "sorry", "idk": "i don't know", "tbh": "to be honest",
    "thier": "their", "recieve": "receive", "shoud": "should", "shuld": "should", "woud": "would", "coud": "could",
    "yuo": "you", "yuor": "your", "oyu": "you", "yo": "you", "feeel": "feel", "happend": "happened", "hapened": "happened",
    "tiem": "time", "realy": "really", "relly": "really", "normall": "normal", "suicde": "suicide", "sucide": "suicide",
    "suicdal": "suicidal", "kil": "kill", "killling": "killing", "yourelf": "yourself", "urself": "yourself",
    "youself": "yourself", "yourslef": "yourself", "thoughs": "thoughts", "thougts": "thoughts", "thaughts": "thoughts",
    "thoguhts": "thoughts", "hurtting": "hurting", "harmming": "harming", "saftey": "safety", "frightend": "frightened",
    "mabye": "maybe", "mayb": "maybe", "prehaps": "perhaps", "depresion": "depression", "anxeity": "anxiety",
    "reaaly": "really", "sugest": "suggest", "reccomend": "recommend", "recomend": "recommend", "tryed": "tried",
    "y'all": "you all", "yall": "you all", "ya'll": "you all", "imo": "in my opinion", "ffs": "honestly", "dw": "don't worry",
    "ily": "love you", "rn": "right now", "msg": "message", "asap": "soon",
}  # fmt: skip
"""Typing slips and phone spellings."""

VARIETIES = {
    "owt": "anything", "nowt": "nothing", "summat": "something", "tae": "to", "wi": "with", "wi'": "with",
    "wi'out": "without", "dae": "do", "didnae": "didn't", "dinnae": "don't", "doesnae": "doesn't", "cannae": "can't",
    "wasnae": "wasn't", "isnae": "isn't", "hasnae": "hasn't", "havenae": "haven't", "hadnae": "hadn't",
    "willnae": "won't", "wouldnae": "wouldn't", "couldnae": "couldn't", "shouldnae": "shouldn't", "arenae": "aren't",
    "werenae": "weren't", "havnae": "haven't", "ken": "know", "yous": "you", "youse": "you", "ye": "you",
    "yer": "your", "yersel": "yourself", "yoursel": "yourself", "yoursen": "yourself", "thisen": "yourself",
    "thysen": "yourself", "mesel": "myself", "mesen": "myself", "masel": "myself", "himsel": "himself",
    "hersel": "herself", "maw": "mum", "mam": "mum", "mammy": "mum", "ma": "my", "da": "dad", "nan": "gran",
    "nana": "gran", "bairn": "baby", "bairns": "children", "bab": "baby", "babby": "baby", "wean": "baby",
    "weans": "children", "wain": "baby", "aye": "yes", "nah": "no", "innit": "isn't it", "int": "isn't",
    "in't": "isn't", "ain't": "isn't", "aint": "isn't", "amn't": "aren't", "hame": "home", "oot": "out",
    "aboot": "about", "noo": "now", "doon": "down", "hoose": "house", "tellt": "told", "telt": "told", "gie": "give",
    "gonnae": "going to", "dinna": "don't", "canna": "can't", "havena": "haven't", "didna": "didn't",
    "wasna": "wasn't", "nae": "no", "frae": "from", "mebbe": "maybe", "mibbe": "maybe", "mibbes": "maybe",
    "happen": "happen", "divn't": "don't", "divvent": "don't", "gan": "go", "gannin": "going", "thee": "you",
    "thou": "you", "tha": "you", "wor": "our", "reet": "right", "nowhere": "nowhere", "mum's": "mum's",
    "kinna": "kind of", "abeg": "please", "o'": "of", "hisself": "himself", "theirselves": "themselves",
    "bloke": "man", "blokes": "men", "wean's": "baby's", "bairn's": "baby's", "mam's": "mum's", "maw's": "mum's", "mom's": "mom's", "nan's": "gran's", "feart": "frightened",
    "feared": "frightened", "scairt": "scared", "afeard": "afraid", "folk": "people", "folks": "people",
}  # fmt: skip
"""Words of Scots, Northern, Welsh, Midland, London, West African, Irish and South Asian English, written as they are typed."""

SPELLINGS = {**SLIPS, **VARIETIES}

ITS = frozenset(
    "a an the not so very really just normal important ok okay good hard always never like been no all about time easy "
    "difficult better best worth completely totally natural common fine probably because textbook only understandable "
    "great sad tough awful my your what how why that when if also still too quite pretty perfectly going only really".split()
)
"""Before these, ``its`` is read as ``it's``."""

YOURE = frozenset(
    "allowed depressed doing going catastrophising describing not so really welcome grateful thinking trying saying "
    "feeling being having getting worried anxious amazing brilliant so strong fine okay alright right wrong scared "
    "frightened afraid grieving avoiding clearly obviously probably just still dissociating traumatised lonely angry "
    "looking making gonna coping struggling stuck always never very too".split()
)
"""After these, ``your`` is read as ``you're``."""
