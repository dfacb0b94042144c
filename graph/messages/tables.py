"""What is wrong or doubtful in tables: headings, mappings, rows."""

from graph.messages.template import Template

SENTENCES = {
    "give-number": Template(
        "Give the telephone number to be certain.",
        "请填写电话号码以便确认。",
    ),
    "nothing-above": Template(
        "Nothing stands above it in this column.",
        "本列上方没有内容。",
    ),
    "write-what-is-meant": Template(
        "Write what is meant.",
        "请写出实际内容。",
    ),
    "ditto-from-afar": Template(
        "It was read as {value}, of row {number}, which is not the row above.",
        "按第 {number} 行的“{value}”读取，而那不是上一行。",
    ),
    "ditto-with-note": Template(
        "It was read as {value}; {note} was left out.",
        "按“{value}”读取，{note} 未采用。",
    ),
    "ditto-of-namesake": Template(
        "It was read as {value}; no number tells whether it is one person.",
        "按“{value}”读取；没有号码可确认是否同一人。",
    ),
    "no-headings": Template(
        "No row of headings that are known was found; the sheet was left out.",
        "未找到可识别的表头行，该工作表未读取。",
    ),
    "map-or-ignore": Template(
        "Give its headings in the mapping file, or say ignore = true there.",
        "请在映射文件中给出表头，或写 ignore = true。",
    ),
    "mapping-of-missing-column": Template(
        "The mapping file speaks of a column {key}, which the sheet has not.",
        "映射文件提到工作表中没有的列 {key}。",
    ),
    "mapping-meaning-unknown": Template(
        "The mapping file gives column {key} the meaning {word}, which is not known.",
        "映射文件给列 {key} 的含义 {word} 无法识别。",
    ),
    "mapping-constant-unknown": Template(
        "The mapping file gives a constant {word}, which is not known.",
        "映射文件给出的常量 {word} 无法识别。",
    ),
    "row-skipped": Template(
        "row {row}: {reason}",
        "第 {row} 行：{reason}",
    ),
    "a-total": Template(
        "total",
        "合计",
        both="total 合计",
    ),
    "a-note": Template(
        "note: {text}",
        "说明：{text}",
        both="note 说明: {text}",
    ),
    "headings-again": Template(
        "heading again",
        "重复表头",
        both="heading again 重复表头",
    ),
    "rows-hidden": Template(
        "Rows {rows} are hidden or filtered out and were left out.",
        "隐藏或筛选掉的行未读取：第 {rows} 行。",
    ),
    "show-rows": Template(
        "Show them and import again if they count.",
        "如需读取，请取消隐藏、清除筛选后再导入。",
    ),
    "columns-hidden": Template(
        "Hidden columns were read like the others: {columns}.",
        "隐藏的列已照常读取：{columns}。",
    ),
    "delete-columns": Template(
        "Delete them, or name them in ignore_columns of a mapping file, if not so.",
        "如不需要，请删除，或在映射文件的 ignore_columns 中列出。",
    ),
    "more-stretches": Template(
        "{words} and {count} more stretches",
        "{words}，以及另外 {count} 段",
    ),
    "correct-it": Template(
        "Correct it.",
        "请更正。",
    ),
    "see-mapping": Template(
        "See docs/import.md for what a mapping file may say.",
        "映射文件可写的内容见 docs/import.md。",
    ),
    "mapping-too-large": Template(
        "The mapping file has {size:,} bytes; at most {most:,} are read.",
        "映射文件有 {size:,} 字节，最多读取 {most:,} 字节。",
    ),
    "mapping-line-too-long": Template(
        "A line of the mapping file has more than {most:,} characters.",
        "映射文件的一行超过 {most:,} 个字符。",
    ),
    "mapping-no-toml": Template(
        "The mapping file is no valid TOML: {error}.",
        "映射文件不是有效的 TOML：“{error}”。",
    ),
    "mapping-of-other-things": Template(
        "A mapping file holds [[sheet]] tables and nothing else.",
        "映射文件只能含 [[sheet]] 表。",
    ),
    "mapping-no-table": Template(
        "it is no table.",
        "不是表。",
    ),
    "mapping-key-unknown": Template(
        "{unknown} is not known; known are {keys}.",
        "{unknown} 无法识别；可用的有 {keys}。",
    ),
    "mapping-kind-unknown": Template(
        "kind {kind!r} is not one of {kinds}.",
        "kind {kind!r} 不是 {kinds} 之一。",
    ),
    "mapping-heading-wrong": Template(
        "heading is a row number or two that follow each other, as Excel shows them: 3 or [3, 4].",
        "heading 为一个行号，或相连的两个行号（按 Excel 显示）：3 或 [3, 4]。",
    ),
    "mapping-headings-apart": Template(
        "the two heading rows have to follow each other.",
        "两个表头行须相连。",
    ),
    "mapping-no-pairs": Template(
        "{wrong} is a table of heading = meaning.",
        "{wrong} 须为“表头 = 含义”的表。",
    ),
    "second-number-of-merged": Template(
        "One name is merged over rows {first} to {last}: one person, whose first number was taken, not this one.",
        "同一姓名合并于第 {first} 至 {last} 行：按一人处理，同一合并姓名的第二个号码未采用。",
    ),
    "unmerge-namesakes": Template(
        "Unmerge the name if they are two people of one name.",
        "如为同名的两人，请取消合并。",
    ),
    "more-cells-than-headings": Template(
        "The row has {length} cells under {headings} headings: is there a delimiter in a cell?",
        "该行有 {length} 个单元格，表头只有 {headings} 个：多出单元格，是否单元格中含有分隔符？",
    ),
    "quote-or-head": Template(
        'Put the cell into quotation marks ("…"), or give the column a heading.',
        '请给该单元格加引号（"…"），或给该列加表头。',
    ),
    "other-column-taken": Template(
        "{value} in column {title} was taken, this left out.",
        "已采用列 {title} 的 {value}，此处未采用。",
    ),
    "note-elsewhere": Template(
        "Note it elsewhere if it counts.",
        "如有用，请另行备注。",
    ),
    "days-from-1904": Template(
        "The workbook counts days from 1904: numbers in this column were read so, this as {day}.",
        "工作簿使用 1904 日期系统：本列数字据此读取，此处为 {day}。",
    ),
    "format-as-date": Template(
        "Set the format of the column to a date, and look whether that shows the days that are meant.",
        "请把该列格式设为日期，并核对显示的日期是否正确。",
    ),
    "column-without-heading": Template(
        "The column has no heading and was left out.",
        "该列没有表头，未读取。",
    ),
    "head-or-delete": Template(
        "Write a heading above it; delete the column if it does not count.",
        "请在上方加表头；如无用，请删除该列。",
    ),
    "column-again": Template(
        "Column {title} says the same and was read; this one was left out.",
        "列 {title} 含义相同，已读取；重复的列未读取。",
    ),
    "apart-or-delete": Template(
        "Put a second table on a sheet of its own; delete the column if it does not count.",
        "第二张表请放在单独的工作表；如无用，请删除该列。",
    ),
    "mapping-entry": Template(
        "[[sheet]] no. {number}: {problem}",
        "第 {number} 个 [[sheet]]：{problem}",
    ),
    "text-is": Template(
        "The text {fault}.",
        "文本{fault}。",
    ),
    "is-out-of-range": Template(
        "This is out of range: {fault}.",
        "数值超出范围：{fault}。",
    ),
}
