"""English."""

from grader.notation.languages.words import Language

# Collected from what students of this language write around formulas, and from its dictionaries.
WORDS = Language(
    conjunction="and|as well as|plus",
    disjunction="or|either",
    only="nothing but|nothing except|nothing other than|only|just|solely|alone|exactly|purely",
    both="both|not only|not just|also|too|together with",
    negation=(
        "not|neither|nor|no|never|without|independent of|independent|doesn't|don't|isn't|aren't|wasn't|wouldn't"
        "|cannot|does not|do not|is not|are not|vanish|vanishes|disappears|disappear|drops out|drop out|gone|is gone|irrelevant"
        "|absent"
    ),
    nothing="none|nothing|zero|nil|null|empty|no variable|no variables|not any|empty set|none of them|the empty set",
    everything="all|everything|every|each|any|anything",
    excepting="except|except for|excluding|everything but|all but|apart from",
    depends=(
        "depends on|depends upon|depend on|depends only on|depends just on|depends solely on|depending on"
        "|dependent on|depends exclusively on|only depends on|just depends on|also depends on|still depends on"
        "|is dependent on|depend upon|is a function of|is a function only of|is a function of only|contains"
        "|involves|has the variables|variables in"
    ),
    variables=("variable|variables|var|vars|letter|letters|coordinate|coordinates|depends on|dependencies|dependence|depends"),
    constant="constant|constants|fixed|held constant",
    but="but|however|whereas",
    because="because|since|due to|as it is",
    pronouns="it|this|which|that",
    numbers="two|three|four",
    yes="yes|true|y",
    no="no|false|n",
    doubt=(
        "maybe|perhaps|possibly|probably|presumably|guess|guessed|guessing|unsure|uncertain|doubtful|idk|dunno"
        "|not sure|not certain|not quite sure|not really sure|not entirely sure|don't know|do not know|no idea"
        "|i think maybe|might"
    ),
    alternative="or|alternatively|alternative|either|else|otherwise|versus|vs|instead|or else|if not",
    wrong="wrong|false|incorrect|mistaken|untrue|nonsense|invalid|mistake|mistakes|error|errors",
    right="right|correct|true|answer|solution|it|sure",
    reason=(
        "because|since|as|due|due to|reason|from|using|by|via|derivative|derivatives|differentiate|differentiating"
        "|differentiated|deriving|becomes|become|gives|vanishes|wrt|with respect to"
    ),
    condition="if|when|unless|only|provided|whenever|while|for|where|as long as",
    restriction="positive|negative|nonnegative|zero|greater|less|larger|smaller|bigger|above|below|even|odd|integer",
    same="equivalently|equivalent|same|simplified|identical|written|words|aka|that is|i.e|ie",
    operation="squared|mod|modulo|cubed|times|plus|minus|divided|over|doubled|tripled|halved|negated|multiplied",
    is_=("is|are|equals|equal to|is equal to|becomes|gives|yields|comes out as|turns out to be|should be|would be|amounts to"),
    answer="answer|answers|solution|solutions|result|results|final|value|ans|final answer|final result",
    therefore=(
        "so|thus|hence|then|therefore|now|finally|also|we|get|have|find|obtain|that|means|where|with|let|i|to|be"
        "|as|for|which|it|follows|consequently|this|next|here|first|and|but|given|in total|altogether|part"
        "|question|exercise|problem|task|got|so we get|we get|we have|we find|we obtain|it follows that"
        "|which means|this gives|the final|my|our|your"
    ),
    articles="the|a|an|my|our|your",
    step="step|iteration|iter|point|position|pos",
    steps="steps|iterations|points|positions|descent steps|the steps",
    after="after|at|in",
    then="then|next|afterwards|followed by|to",
    ordinals="first/1st|second/2nd|third/3rd|fourth/4th|fifth/5th|sixth/6th",
    derivative="partial derivative|derivative|first derivative|first partial derivative|partial",
    with_respect_to="with respect to|wrt|w.r.t|w r t|by|in|for|to|in direction|in the direction of",
    gradient="gradient|gradient vector|the gradient",
    slope="slope|directional derivative|slope of f",
    unit_vector="unit vector|direction vector|unit direction|direction",
    asks=(
        "define|find|compute|calculate|determine|implement|complete|write|give|store|assign|return|fill|replace"
        "|derive|enter|put|type|use|name|for example|e.g|such as|in the form|should|must"
    ),
    filling=(
        "on|the|of|it|is|are|in|a|to|depend|depends|depending|dependent|function|with|respect|does|do|be|by|for"
        "|this|that|these|those|partial|its|value|values|them|set|as|well|here|other|others|we|has|have|there|from"
        "|at|upon|list|tuple|frozenset|so|two|three|four|it's|that's|held|kept|treated|which|derivative|answer"
        "|still|rest|one|zero|when|differentiating|differentiated"
    ),
)
