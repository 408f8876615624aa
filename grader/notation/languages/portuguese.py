"""Portuguese."""

from grader.notation.languages.words import Language

# Collected from what students of this language write around formulas, and from its dictionaries.
WORDS = Language(
    conjunction="e|bem como|assim como",
    disjunction="ou|ou então",
    only="só|somente|apenas|unicamente|exclusivamente",
    both="tanto|como|quanto|ambas|ambos|também|não só|mas também",
    negation="não|nem|sem|independente|independente de|nunca|nenhuma|nenhum|desaparece",
    nothing="nada|nenhuma|nenhum|nenhuma variável|vazio|conjunto vazio|de nada",
    everything="tudo|todos|todas|todas as|cada",
    excepting="exceto|salvo|menos|à exceção de",
    depends=(
        "depende de|depende só de|só depende de|depende apenas de|depende somente de|apenas depende de|dependem de"
        "|é função de|dependente de|depende do|depende das|é uma função de|depende tanto de"
    ),
    variables="variável|variáveis|variavel|variaveis|depende de|dependências|dependência|depende|incógnitas",
    constant="constante|constantes|fixo|fixa|fixos|fixas",
    but="mas|porém",
    because="porque|pois|já que",
    pronouns="ela|esta|que|isto|a qual",
    numbers="dois/duas|três|quatro",
    yes="sim|verdadeiro",
    no="não|falso",
    doubt="talvez|provavelmente|possivelmente|não sei|não tenho certeza|acho que talvez|quiçá",
    alternative="ou|alternativamente|senão|em vez de|ou então|caso contrário",
    wrong="falso|falsa|errado|errada|erro|erros|incorreto",
    right="certo|correto|correta|verdadeiro|resposta|solução",
    reason="porque|pois|já que|uma vez que|por|segundo|usando|com|devido a|dá|torna-se|visto que",
    condition="se|quando|para|onde|só se|desde que|enquanto",
    restriction="positivo|positiva|negativo|negativa|zero|par|ímpar",
    same="equivalente|igual|isto é|ou seja|idêntico|simplificado",
    operation="quadrado|vezes|dividido|menos|mais|ao quadrado|dobrado",
    is_="é|são|vale|igual a|é igual a|resulta|fica|dá",
    answer="resposta|respostas|solução|soluções|resultado|resultados|valor|solucao",
    therefore=(
        "então|portanto|assim|logo|finalmente|temos|obtemos|se|obtém|tem|segue|que|e|onde|com|seja|agora|isto|aqui"
        "|primeiro|por isso"
    ),
    articles="o|a|os|as|um|uma|minha|meu|nossa",
    step="passo|iteração|iteracao|ponto|posição|etapa",
    steps="passos|iterações|pontos|os passos|etapas",
    after="após|depois de|depois do|em|na|no",
    then="depois|então|em seguida|e depois",
    ordinals="primeiro/primeira|segundo/segunda|terceiro/terceira|quarto/quarta|quinto/quinta|sexto/sexta",
    derivative="derivada parcial|derivada|primeira derivada",
    with_respect_to="em relação a|em ordem a|com respeito a|por|relativamente a",
    gradient="gradiente|vetor gradiente|vector gradiente|o gradiente",
    slope="inclinação|declive|derivada direcional|a inclinação",
    unit_vector="vetor unitário|vector unitário|versor|direção|vetor diretor",
    asks="defina|definir|encontre|encontrar|calcule|calcular|determine|escreva|dê|complete|por exemplo|determinar",
    filling=(
        "de|do|da|das|dos|depende|é|são|o|a|os|as|uma|um|função|em|esta|outras|outra|duas|três|mas|valores|se|derivada|parcial"
    ),
)
