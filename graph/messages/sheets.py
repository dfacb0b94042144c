"""What is wrong or doubtful in files before their tables are found: bytes, workbooks, sheets."""

from graph.messages.template import Template

SENTENCES = {
    "row-without-quote-end": Template(
        'The row that begins in line {began} is no row of a table ({error}): a quotation mark " is not '
        "closed, or stands amid a cell.",
        "从第 {began} 行开始的一行不成表格行（“{error}”）：引号不配对，或夹在单元格中间。",
    ),
    "correct-or-save-anew": Template(
        "Correct it there, or {save_anew:small}",
        "请在该处更正，或{save_anew}",
    ),
    "row-without-end": Template(
        "The row that begins in line {began} has more than {most:,} characters: it has no end, or a "
        "quotation mark is not closed.",
        "从第 {began} 行开始的一行超过 {most:,} 个字符：没有行尾，或引号不配对。",
    ),
    "save-anew": Template(
        "Open it and save it as .xlsx, or as CSV UTF-8.",
        "请打开文件，另存为 .xlsx 或 CSV UTF-8。",
    ),
    "encoding-unknown": Template(
        "The text is neither UTF-8 nor GB18030 (GBK).",
        "文本既不是 UTF-8，也不是 GB18030（GBK）。",
    ),
    "line-with-nul": Template(
        "Line {line} holds a NUL character: this is no text, or UTF-16 without its mark.",
        "第 {line} 行含有 NUL 字符：不是文本，或是没有标记的 UTF-16。",
    ),
    "encodings-mixed": Template(
        "Line {strange} is not UTF-8, though others are: the text is of two encodings, or cut off.",
        "第 {strange} 行不是 UTF-8，而其他行是：编码混杂，或文件被截断。",
    ),
    "a-web-page": Template(
        "a web page or another kind of document (XML)",
        "网页或其他 XML 文档",
    ),
    "a-pdf": Template(
        "a PDF, another kind of document",
        "PDF 文档",
    ),
    "an-rtf": Template(
        "a text of a word processor (RTF)",
        "文字处理文档（RTF）",
    ),
    "a-web-archive": Template(
        "a web archive (MHTML)",
        "网页归档（MHTML）",
    ),
    "an-archive": Template(
        "an archive",
        "压缩包",
    ),
    "a-picture": Template(
        "a picture",
        "图片",
    ),
    "file-unopened": Template(
        "The file cannot be opened: {error}.",
        "无法打开文件：“{error}”。",
    ),
    "close-or-copy": Template(
        "Close it elsewhere, or copy it.",
        "请在别处关闭该文件，或复制一份。",
    ),
    "file-of-other-kind": Template(
        "This is {kind}, not a workbook, whatever its name says.",
        "这是{kind}，不是工作簿，不论文件名为何。",
    ),
    "sheet-hidden": Template(
        "The sheet is hidden and was left out.",
        "工作表已隐藏，未读取。",
    ),
    "unhide-sheet": Template(
        "Unhide it to use it.",
        "如需使用，请取消隐藏。",
    ),
    "far-cells": Template(
        "What stands far to the right of any table was left out: {far}.",
        "远离表格的单元格未读取：{far}。",
    ),
    "delete-or-move": Template(
        "Delete it, or move it before column {column}.",
        "请删除，或移到 {column} 列之前。",
    ),
    "struck-through": Template(
        "Cells are struck through and were read like the others: {cells}.",
        "带删除线的单元格已照常读取：{cells}。",
    ),
    "delete-struck-through": Template(
        "Delete their rows if they no longer count.",
        "如已作废，请删除这些行。",
    ),
    "merges-overlap": Template(
        "The merged cells {one} and {other} overlap.",
        "合并单元格 {one} 与 {other} 重叠。",
    ),
    "unmerge-or-save": Template(
        "Unmerge one of them, or open the file in Excel and save it again.",
        "请取消其中一处合并，或在 Excel 中打开并重新保存。",
    ),
    "covered-by-merge": Template(
        "Merged cells ({reference}) cover this one, which was left out.",
        "该单元格被合并单元格（{reference}）遮盖，未读取。",
    ),
    "unmerge-if-counts": Template(
        "Unmerge the cells if it counts.",
        "如内容有效，请取消合并。",
    ),
    "formula-fails": Template(
        "The formula in this cell fails.",
        "该单元格公式出错。",
    ),
    "mend-formula": Template(
        "Mend the formula, or write the value in its place.",
        "请更正公式，或直接填写数值。",
    ),
    "a-formula": Template(
        "a formula",
        "公式",
    ),
    "formula-without-outcome": Template(
        "The file holds a formula here but not its outcome.",
        "文件中只有公式，没有公式计算结果。",
    ),
    "save-with-outcome": Template(
        "Open the file in Excel or WPS, save it, and import that; or write the value in place of the formula.",
        "请用 Excel 或 WPS 打开并保存后再导入；或以数值代替公式。",
    ),
    "zero-for-blank": Template(
        "The cell holds 0, which a formula leaves that finds nothing; it was taken for blank.",
        "日期为 0（公式未找到结果时留下），按空白处理。",
    ),
    "empty-or-date": Template(
        "Leave the cell empty, or give the date.",
        "请留空，或填写日期。",
    ),
    "number-as-date": Template(
        "The cell holds the number {number} in the format of a date.",
        "数字 {number} 被设成了日期格式。",
    ),
    "date-or-plain-format": Template(
        "Give the date, or set the format of the cell to “常规” if a number is meant.",
        "请填写日期；如本为数字，请把单元格格式设为“常规”。",
    ),
    "hidden-by-format": Template(
        "The format of the cell (;;;) hides what it holds; it was taken for blank.",
        "单元格格式（;;;）隐藏了内容，按空白处理。",
    ),
    "unhide-by-format": Template(
        "Set the format to “常规” to have it read, or empty the cell.",
        "如需读取请把格式设为“常规”，否则清空单元格。",
    ),
    "cell-too-long": Template(
        "The cell holds more than {most:,} characters.",
        "内容过长：超过 {most:,} 个字符。",
    ),
    "shorten": Template(
        "Shorten it.",
        "请缩短。",
    ),
    "cell-unreadable": Template(
        "What the file says of this cell cannot be read.",
        "文件中对该单元格的记载无法读取。",
    ),
    "enter-anew": Template(
        "Open the file in Excel, enter the cell again.",
        "请用 Excel 打开，重新填写该单元格。",
    ),
    "read-less": Template(
        "Leave out what is not needed, split the import, or raise {setting} (docs/import.md).",
        "请去掉不需要的内容、分次导入，或调高 {setting}（docs/import.md）。",
    ),
    "a-text-file": Template(
        "text",
        "文本文件",
    ),
    "a-workbook": Template(
        "workbook",
        "工作簿",
    ),
    "file-too-large": Template(
        "The file has {size}; a {what} of at most {most} is read.",
        "文件为 {size}；{what}最大可读 {most}。",
    ),
    "too-many-rows": Template(
        "There are more than {rows:,} rows in the files.",
        "文件合计超过 {rows:,} 行。",
    ),
    "too-many-cells": Template(
        "There are more than {cells:,} cells in the files.",
        "文件合计超过 {cells:,} 个单元格。",
    ),
    "too-many-headings": Template(
        "The first rows of the sheets hold more than {headings:,} cells, any of which may be a heading: "
        "there are too many sheets, or too many columns.",
        "各工作表的前几行超过 {headings:,} 个单元格，都可能是表头（表头过多）：工作表太多，或列太多。",
    ),
    "too-many-tags": Template(
        "The workbooks hold more than {elements:,} tags of XML.",
        "工作簿合计超过 {elements:,} 个 XML 标记。",
    ),
    "unpacked-too-large": Template(
        "Unpacked, the workbooks hold more than {most}.",
        "工作簿解压后过大：超过 {most}。",
    ),
    "save-as-xlsx": Template(
        "Open it in Excel or WPS and save it again as .xlsx.",
        "请用 Excel 或 WPS 打开，另存为 Excel 工作簿（.xlsx）。",
    ),
    "tags-too-deep": Template(
        "tags lie in each other more than {most} deep",
        "标记嵌套超过 {most} 层",
    ),
    "tag-too-long": Template(
        "a tag has more than {most:,} bytes",
        "一个标记超过 {most:,} 字节",
    ),
    "xml-broken": Template(
        "its XML is broken ({error})",
        "XML 已损坏（“{error}”）",
    ),
    "xml-with-dtd": Template(
        "its XML has a document type (DTD), which workbooks never have",
        "XML 带有文档类型（DTD），工作簿不会有",
    ),
    "workbook-unreadable": Template(
        "The workbook cannot be read: {why}.",
        "无法读取工作簿：{why}。",
    ),
    "too-many-parts": Template(
        "The workbook has more than {most:,} parts.",
        "工作簿的部件超过 {most:,} 个。",
    ),
    "archive-broken": Template(
        "its archive is broken ({error})",
        "压缩结构已损坏（“{error}”）",
    ),
    "parts-of-one-name": Template(
        "two of its parts have one name",
        "有两个同名部件",
    ),
    "would-unpack-too-large": Template(
        "Unpacked, the workbook would have {whole}.",
        "工作簿解压后过大：将有 {whole}。",
    ),
    "part-grows": Template(
        "The part {part} grows from {packed} to {unpacked} when unpacked: no office writes such a file.",
        "部件 {part} 解压后由 {packed} 增至 {unpacked}：办公软件不会写出这样的文件（压缩炸弹）。",
    ),
    "part-missing": Template(
        "its part {name} is missing",
        "缺少部件 {name}",
    ),
    "with-password": Template(
        "The workbook is protected by a password.",
        "工作簿已加密。",
    ),
    "save-without-password": Template(
        "Save it without one.",
        "请去掉密码后保存。",
    ),
    "part-packed-oddly": Template(
        "its part {name} is packed in a way that workbooks do not use",
        "部件 {name} 的压缩方式不是工作簿所用",
    ),
    "part-not-unpacked": Template(
        "its part {name} cannot be unpacked ({error})",
        "部件 {name} 无法解压（“{error}”）",
    ),
    "part-grows-steeply": Template(
        "its part {name} grows more than {most} times when unpacked",
        "部件 {name} 解压后增大超过 {most} 倍",
    ),
    "part-is-no-sheet": Template(
        "a sheet's part is called {name}, not worksheet",
        "工作表部件的名称是 {name}，不是 worksheet",
    ),
    "row-out-of-order": Template(
        "a row has the number {digits} after {number}",
        "行号 {digits} 排在 {number} 之后",
    ),
    "merge-of-nothing": Template(
        "it merges the cells {words}, which there are not",
        "合并了不存在的单元格 {words}",
    ),
    "too-many-merges": Template(
        "A sheet has more than {most:,} merged cells.",
        "工作表的合并单元格超过 {most:,} 处。",
    ),
    "unmerge-or-split": Template(
        "Unmerge them, or split the file.",
        "请取消合并，或拆分文件。",
    ),
    "no-such-cell": Template(
        "there is no cell {place} in row {row}",
        "第 {row} 行没有单元格 {place}",
    ),
    "cell-twice": Template(
        "the cell {place} of row {row} stands there twice, or out of order",
        "第 {row} 行的单元格 {place} 重复或次序不对",
    ),
    "reading-too-long": Template(
        "Reading the workbook took more than {seconds} s of processor time.",
        "读取工作簿的处理器时间超过 {seconds} 秒。",
    ),
    "reading-ended": Template(
        "reading it ended the program that does it",
        "读取它的程序异常中止",
    ),
    "too-many-cells-in-all": Template(
        "There are more cells in the files than are read.",
        "文件中的单元格多于可读取的数量。",
    ),
    "reading-too-much-memory": Template(
        "Reading the workbook takes too much memory.",
        "读取工作簿占用内存过多。",
    ),
    "document-of-other-kind": Template(
        "This is a document of another kind (Word, PowerPoint …), not a workbook.",
        "这是其他文档（Word、PowerPoint 等），不是工作簿。",
    ),
    "sheet-without-part": Template(
        "the sheet {sheet} has no part",
        "工作表 {sheet} 没有内容部件",
    ),
    "binary-workbook": Template(
        "This is a binary workbook (.xlsb).",
        "这是二进制工作簿（.xlsb）。",
    ),
    "open-document": Template(
        "This is an OpenDocument file (.ods) or an archive of another kind.",
        "这是 OpenDocument 文件（.ods）或其他压缩包。",
    ),
    "zip-without-workbook": Template(
        "The file is a zip archive without a workbook in it.",
        "文件是 zip 压缩包，其中没有工作簿。",
    ),
    "workbook-of-other-program": Template(
        "This is no workbook but a {name} of another program.",
        "这不是工作簿，而是其他程序的 {name}。",
    ),
    "too-many-sheets": Template(
        "The workbook has more than {most:,} sheets.",
        "工作簿的工作表超过 {most:,} 张。",
    ),
    "split-it": Template(
        "Split it.",
        "请拆分。",
    ),
    "too-many-texts": Template(
        "The workbook has more than {cells:,} shared texts.",
        "工作簿的共享文本超过 {cells:,} 条。",
    ),
    "too-many-styles": Template(
        "The workbook has more than {most:,} styles of cells.",
        "工作簿的单元格样式超过 {most:,} 种。",
    ),
}
