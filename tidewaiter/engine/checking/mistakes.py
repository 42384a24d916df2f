"""What can be wrong with a rule document, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tidewaiter.engine.book.rules import Text


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something to put right, and where: line and column count from 1; line 0 is the whole."""

    line: int
    column: int
    code: str
    message: Text
    cure: Text
    hint: bool = False

    def as_json(self) -> dict[str, object]:
        """The mistake as plain data."""
        return {
            "line": self.line,
            "column": self.column,
            "code": self.code,
            "en": f"{self.message.en} {self.cure.en}",
            "zh": f"{self.message.zh}{self.cure.zh}",
            "hint": self.hint,
        }


@dataclass(frozen=True, slots=True)
class Flaw:
    """A mistake inside an expression: the characters from start to end."""

    start: int
    end: int
    code: str
    values: Mapping[str, object]


def flaw(start: int, end: int, code: str, **values: object) -> Flaw:
    """A flaw of a known code."""
    if code not in WORDS:
        raise KeyError(code)
    return Flaw(start, end, code, MappingProxyType(values))


def said(code: str, values: Mapping[str, object]) -> tuple[Text, Text]:
    """The sentence and the cure of a code, filled in."""
    message, cure = WORDS[code]
    return _filled(message, values), _filled(cure, values)


def mistake(line: int, column: int, code: str, *, hint: bool = False, **values: object) -> Mistake:
    """A mistake of a known code at a place."""
    return Mistake(line, column, code, *said(code, values), hint)


def _filled(text: Text, values: Mapping[str, object]) -> Text:
    shown = {name: str(value) for name, value in values.items()}
    return Text.model_construct(en=text.en.format_map(shown), zh=text.zh.format_map(shown))


def _words(en: str, zh: str, cure_en: str, cure_zh: str) -> tuple[Text, Text]:
    return Text(en=en, zh=zh), Text(en=cure_en, zh=cure_zh)


WORDS: Mapping[str, tuple[Text, Text]] = MappingProxyType(
    {
        "size": _words(
            "The document has {size} characters; at most {most} are read.",
            "文档共{size}个字符，最多读取{most}个。",
            "Say one thing in one rule; a long list of values belongs on a named list.",
            "一条规则只表述一件事；较长的取值清单请放入名单。",
        ),
        "yaml": _words(
            "This is no YAML: {problem}.",
            "不是有效的YAML：{problem}。",
            "Look at the indentation, the quotes and the colons of this line.",
            "请检查本行的缩进、引号和冒号。",
        ),
        "alias": _words(
            "The document refers to another part of itself (“{name}”).",
            "文档引用了自身的其他部分（“{name}”）。",
            "Write it out.",
            "请直接写出内容。",
        ),
        "mapping": _words(
            "A rule is a list of fields such as “code: R-20”.",
            "规则由若干字段组成，例如“code: R-20”。",
            "Begin with the example.",
            "请从示例开始编写。",
        ),
        "unknown-field": _words(
            "There is no field “{name}” here; {nearest}.",
            "此处没有字段“{name}”；{nearest_zh}。",
            "Take it out, or write the right name.",
            "请删除或改为正确的字段名。",
        ),
        "missing-field": _words(
            "The field “{name}” is missing.",
            "缺少字段“{name}”。",
            "Add it.",
            "请补充。",
        ),
        "field": _words(
            "“{name}” cannot be used: {problem}.",
            "“{name}”不可用：{problem}。",
            "Write it as the neighbour rules do.",
            "请参照相近规则填写。",
        ),
        "shadow": _words(
            "“shadow” is no severity: it is a stage into which a reviewed rule is brought.",
            "“shadow”不是严重程度，而是已复核规则所处的阶段。",
            "Write what the rule is to do in the end: reject, hold, score or notify.",
            "请填写规则最终的作用：reject、hold、score或notify。",
        ),
        "quota": _words(
            "Rules about a quota belong to the law and are shipped.",
            "额度规则属于法规，随产品发布。",
            "Write a rule per parcel or per line.",
            "请编写针对包裹（parcel）或商品项（line）的规则。",
        ),
        "law-unknown": _words(
            "The law pack knows no text “{name}”; {nearest}.",
            "法规包中没有“{name}”；{nearest_zh}。",
            "A rule of the office's own rests on “policy”.",
            "本机关自定的规则请填写“policy”。",
        ),
        "code-long": _words(
            "The code {name} has {size} characters; a stored rule's has at most {most}.",
            "代码{name}有{size}个字符，存储的规则最多{most}个。",
            "Shorten the word after the number.",
            "请缩短编号后的词。",
        ),
        "rejects": _words(
            "The rule {name} is shipped, and rejects because the law demands it.",
            "规则{name}随产品发布，依法退单。",
            "What the law demands is changed in the law pack; write your rule under another code.",
            "法定要求请在法规包中修改；请为您的规则另取代码。",
        ),
        "answer-taken": _words(
            "The answer {name} is given by the rule {rule}.",
            "回执代码{name}已由规则{rule}使用。",
            "Choose one that nobody uses, such as TW-{own}.",
            "请选择未使用的代码，例如TW-{own}。",
        ),
        "answer-ours": _words(
            "The answer {name} looks official, and a rule of the office is not in that list.",
            "回执代码{name}形似官方代码，但自定规则不在官方清单中。",
            "Begin it with TW-.",
            "请以TW-开头。",
        ),
        "condition-long": _words(
            "The expression has {size} characters; at most {most} are read.",
            "表达式共{size}个字符，最多读取{most}个。",
            "Split the rule, or put the values on a named list and ask in_list('…').",
            "请拆分规则，或将取值放入名单并使用in_list('…')。",
        ),
        "nested": _words(
            "The expression is nested more than {most} deep, or has more than {parts} parts.",
            "表达式嵌套超过{most}层，或超过{parts}个部分。",
            "Split the rule.",
            "请拆分规则。",
        ),
        "unreadable": _words(
            "The expression cannot be read here: {problem}.",
            "表达式在此处无法解析：{problem}。",
            "Look for a missing bracket, quote or operator before this place.",
            "请检查此处之前是否缺少括号、引号或运算符。",
        ),
        "not-one": _words(
            "This is not one expression: a condition has no commas, semicolons or clauses such as "
            "FROM.",
            "这不是一个表达式：条件中不得有逗号、分号或FROM等子句。",
            "Join the parts with AND or OR.",
            "请用AND或OR连接各部分。",
        ),
        "column-unknown": _words(
            "There is no documented column {name}; {nearest}.",
            "没有名为{name}的字段；{nearest_zh}。",
            "The columns are listed beside the editor.",
            "可用字段列于编辑器旁。",
        ),
        "function": _words(
            "The function {name} may not be called; {nearest}.",
            "不得调用函数{name}；{nearest_zh}。",
            "A condition reads the columns of its parcel: no files, no other tables, no system.",
            "条件只能读取本包裹的字段：不得读取文件、其他表或系统。",
        ),
        "query": _words(
            "A condition holds no query and reads no other table: {text}",
            "条件中不得有查询，也不得读取其他表：{text}",
            "Ask a column, or a named list by in_list('…').",
            "请引用字段，或用in_list('…')查询名单。",
        ),
        "forbidden": _words(
            "{text} may not stand in a condition.",
            "条件中不得出现{text}。",
            "Use columns, values, arithmetic, comparisons, CASE, IN, BETWEEN, LIKE and the listed "
            "functions.",
            "请使用字段、数值、算术、比较、CASE、IN、BETWEEN、LIKE及所列函数。",
        ),
        "parameter": _words(
            "Nothing is known of the parameter :{name}; {nearest}.",
            "未知参数 :{name}；{nearest_zh}。",
            "Define it under “parameters”, or name a value of the law.",
            "请在“parameters”中定义，或引用法规数值。",
        ),
        "code-list": _words(
            "The law has no code list {name}; {nearest}.",
            "法规中没有代码表{name}；{nearest_zh}。",
            "Write known('country', column), for example.",
            "例如：known('country', column)。",
        ),
        "in-list": _words(
            "in_list takes one name in quotes.",
            "in_list只接受一个带引号的名单名称。",
            "Write in_list('watched'), for example.",
            "例如：in_list('watched')。",
        ),
        "in-list-grain": _words(
            "Lists hold firms, persons and addresses of a parcel; a line is on none.",
            "名单针对包裹的企业、个人和地址；商品项不在名单中。",
            "Write “per: parcel”, or compare gcode IN ('…').",
            "请改为“per: parcel”，或比较gcode IN ('…')。",
        ),
        "list-empty": _words(
            "Nothing is on the list “{name}” today.",
            "名单“{name}”目前为空。",
            "Put values on it, or correct the name.",
            "请添加名单内容或更正名称。",
        ),
        "zero": _words(
            "This divides by zero.",
            "此处除以零。",
            "Divide by something else.",
            "请更换除数。",
        ),
        "maybe-zero": _words(
            "This divides by {text}, which is 0 for some parcels.",
            "此处除以{text}，某些包裹该值为0。",
            "Write nullif({text}, 0): for such parcels the rule is then not applicable.",
            "请写成nullif({text}, 0)：对此类包裹规则即不适用。",
        ),
        "kinds": _words(
            "{left} is {left_kind} and {right} is {right_kind}: they cannot be compared.",
            "{left}是{left_kind_zh}，{right}是{right_kind_zh}：不能比较。",
            "{advice}",
            "{advice_zh}",
        ),
        "number-needed": _words(
            "{text} is {kind}; one calculates with numbers.",
            "{text}是{kind_zh}；只能用数字计算。",
            "Take another column, or TRY_CAST it.",
            "请更换字段，或使用TRY_CAST转换。",
        ),
        "text-needed": _words(
            "{text} is {kind}; text is needed here.",
            "{text}是{kind_zh}；此处需要文本。",
            "Take another column.",
            "请更换字段。",
        ),
        "boolean-needed": _words(
            "{text} is {kind}; AND, OR and NOT join what is true or false.",
            "{text}是{kind_zh}；AND、OR、NOT只能连接真假值。",
            "Compare it with something.",
            "请将其与某值比较。",
        ),
        "not-boolean": _words(
            "The condition is {kind}, not true or false.",
            "条件的结果是{kind_zh}，而不是真或假。",
            "Compare it with something, as in {text} > 3.",
            "请与某值比较，例如{text} > 3。",
        ),
        "unbound": _words(
            "{text} does not fit together: {problem}.",
            "{text}各部分不相符：{problem}。",
            "Look at the kinds of its parts.",
            "请检查各部分的类型。",
        ),
        "large": _words(
            "{text} is larger than anything that a parcel holds.",
            "{text}超出包裹数据的可能范围。",
            "Write a number below 1,000,000,000,000,000; days are added up to 100,000.",
            "请填写小于1,000,000,000,000,000的数；日期最多加减100,000天。",
        ),
        "pattern": _words(
            "The pattern of regexp_matches is a text in quotes, and {text} is none.",
            "regexp_matches的模式须为带引号的文本，而{text}不是。",
            "Write the pattern out, as in regexp_matches(gname, '[0-9]+').",
            "请直接写出模式，例如regexp_matches(gname, '[0-9]+')。",
        ),
        "needs": _words(
            "The rule needs {name}, and there is no such column; {nearest}.",
            "规则需要{name}，但没有该字段；{nearest_zh}。",
            "Name columns that must be known for the rule to run.",
            "请填写规则运行所必需的字段。",
        ),
        "constant": _words(
            "The condition asks no column: it says the same of every parcel.",
            "条件未引用任何字段：对所有包裹结果相同。",
            "Compare a column with something.",
            "请将某一字段与某值比较。",
        ),
        "personal": _words(
            "The evidence shows a value by which a person is known ({name}).",
            "证据中包含可识别个人的值（{name}）。",
            "Show a count or a firm instead; differing persons are shown masked through “fields”.",
            "请改为显示计数或企业；人员差异通过“fields”以遮蔽形式显示。",
        ),
        "placeholder": _words(
            "The sentence names {{{name}}}, which is no evidence of the rule; {nearest}.",
            "语句中的{{{name}}}不是该规则的证据；{nearest_zh}。",
            "Add it under “evidence”.",
            "请在“evidence”中添加。",
        ),
        "cell": _words(
            "The example has a cell “{name}” that is no column; {nearest}.",
            "示例中的“{name}”不是字段；{nearest_zh}。",
            "Write the name of a column that the condition asks for.",
            "请填写条件所引用的字段名。",
        ),
        "example": _words(
            "By this example the rule {wanted}, and it {came}.",
            "按此示例规则应{wanted_zh}，实际{came_zh}。",
            "Correct the example or the condition.",
            "请更正示例或条件。",
        ),
        "example-cell": _words(
            "The example cannot be read: {problem}.",
            "无法读取示例：{problem}。",
            "Write cells of the kinds of their columns.",
            "请按字段类型填写单元格。",
        ),
        "book": _words(
            "The rule does not go into the book: {problem}.",
            "规则无法并入规则库：{problem}。",
            "Put that right first.",
            "请先更正。",
        ),
    }
)  # fmt: skip
"""Every mistake by its code: the sentence, and what to do."""
