"""What is wrong or doubtful in files of outlines."""

from graph.messages.template import Template

SENTENCES = {
    "no-unit-of-code": Template(
        "There is no unit with this code.",
        "没有此编码的单位。",
    ),
    "correct-or-import-unit": Template(
        "Correct the code, or import the unit in the same go.",
        "请更正编码，或一并导入该单位。",
    ),
    "outlined-twice": Template(
        "Unit {code} is outlined twice, also in {column}.",
        "单位 {code} 有两处边界，另见 {column}。",
    ),
    "one-multipolygon": Template(
        "Put the parts into one MultiPolygon.",
        "请把各部分合为一个 MultiPolygon。",
    ),
    "id-used-by": Template(
        "The id is also that of {column}.",
        "该编号也是 {column} 的。",
    ),
    "leave-it-out": Template(
        "Leave it out.",
        "请去掉。",
    ),
    "outline-of-retired": Template(
        "{unit} was retired on {end}.",
        "{unit} 已于 {end} 撤销。",
    ),
    "outline-recorded": Template(
        "This outline is recorded from {start} on; it was left as it is.",
        "该边界自 {start} 起已有登记，保持不变。",
    ),
    "outline-before-founded": Template(
        "The outline is said to hold from {start}; the unit was founded on {founded}: from then on.",
        "边界自 {start} 起，而单位成立于 {founded}：自后者起算。",
    ),
    "correct-one-day": Template(
        "Correct one of the days.",
        "请更正其中一个日期。",
    ),
    "outline-after-retired": Template(
        "The outline is said to hold until {end}; the unit was retired on {retired}: until then.",
        "边界截至 {end}，而单位撤销于 {retired}：截至后者。",
    ),
    "export-in-datum": Template(
        "Export in CGCS2000 (EPSG:4490) or WGS 84 (EPSG:4326).",
        "请以 CGCS2000（EPSG:4490）或 WGS 84（EPSG:4326）导出。",
    ),
    "datum-said": Template(
        "The coordinate system is said to be {said}.",
        "坐标系写为 {said}。",
    ),
    "datum-unlike-asked": Template(
        "The file says {said}, but {asked} was asked for.",
        "文件写的是 {said}，而要求的是 {asked}。",
    ),
    "datum-unknown": Template(
        "The coordinate system {said} is not one of longitude and latitude that is known.",
        "坐标系 {said} 不是已知的经纬度坐标系。",
    ),
    "datum-twice": Template(
        "The coordinate system is said twice, differently.",
        "坐标系写了两次，且不同。",
    ),
    "datum-by-link": Template(
        "The coordinate system is said by a link, {href}, which is not followed: it is not known.",
        "坐标系由链接 {href} 给出，不予读取：未知。",
    ),
    "crs-unsaid": Template(
        "The member `crs` does not say which coordinate system it is: it is not known.",
        "成员 crs 未写明坐标系：未知。",
    ),
    "split-map": Template(
        "Split it: a file for each street, or each kind of unit.",
        "请拆分：每个街道一个文件，或每个层级一个。",
    ),
    "map-too-large": Template(
        "The file has {size:,} bytes; at most {most:,} are read.",
        "文件有 {size:,} 字节，最多读取 {most:,} 字节。",
    ),
    "map-no-text": Template(
        "The file is no text in UTF-8, UTF-16 or GB 18030.",
        "文件不是 UTF-8、UTF-16 或 GB 18030 文本。",
    ),
    "export-geojson-utf8": Template(
        "Export it again as GeoJSON, in UTF-8.",
        "请重新导出为 UTF-8 的 GeoJSON。",
    ),
    "map-too-much": Template(
        "The file has {count:,} {what}; at most {most:,} are read.",
        "文件有 {count:,} 个{what}，最多读取 {most:,} 个。",
    ),
    "the-file": Template(
        "The file",
        "文件",
    ),
    "a-line": Template(
        "Line {line}",
        "第 {line} 行",
    ),
    "no-json": Template(
        "{place} is no JSON: {error}.",
        "{place}不是 JSON：“{error}”。",
    ),
    "export-geojson": Template(
        "Export it again as GeoJSON.",
        "请重新导出为 GeoJSON。",
    ),
    "brackets-too-deep": Template(
        "{place} has brackets within brackets, hundreds deep; GeoJSON has ten.",
        "{place}的括号嵌套上百层；GeoJSON 为十层。",
    ),
    "number-is-none": Template(
        "{place} holds a number that is none: {error}.",
        "{place}含有无效的数字：“{error}”。",
    ),
    "same-outline": Template(
        "{unit} has the very outline of {code} in {file}, {column}.",
        "{unit} 的边界与 {file}（{column}）中 {code} 的完全相同。",
    ),
    "draw-one-anew": Template(
        "Draw one of them anew, or correct its code.",
        "请重绘其中一个，或更正其编码。",
    ),
    "property-unlike-code": Template(
        "The property {said} {what}. The code was trusted.",
        "属性 {said} {what}。以编码为准。",
    ),
    "correct-code-or-property": Template(
        "Correct the code or the property.",
        "请更正编码或属性。",
    ),
    "outside-whole": Template(
        "outside {whole}",
        "在{whole}之外",
    ),
    "from-former-outline": Template(
        "from the outline that it has so far",
        "与其原边界相距",
    ),
    "from-nearest": Template(
        "from the nearest unit beside it, {nearest}",
        "与最近的相邻单位 {nearest} 相距",
    ),
    "outline-far-off": Template(
        "{unit} lies {way} {off}.",
        "{unit}{off} {way}。",
    ),
    "look-for-other-code": Template(
        "Look whether the outline has the code of another unit, or coordinates of another system.",
        "请核对边界是否用了其他单位的编码，或其他坐标系。",
    ),
    "geometry-of-kind": Template(
        "a {kind}",
        "{kind} 类型",
    ),
    "nothing-readable": Template(
        "nothing that can be read",
        "无法读取的内容",
    ),
    "geometry-no-polygon": Template(
        "The geometry is {what}, not a Polygon or MultiPolygon.",
        "几何为{what}，不是 Polygon 或 MultiPolygon。",
    ),
    "draw-closed": Template(
        "Draw closed outlines.",
        "请绘制闭合的边界。",
    ),
    "geometry-twice": Template(
        "The geometry has {twice} twice, differently.",
        "几何中 {twice} 写了两次，且不同。",
    ),
    "outline-faulty-there": Template(
        "The outline {fault}.",
        "边界{fault}。",
    ),
    "mend-where-said": Template(
        "Mend the outline where it says.",
        "请在所指处更正边界。",
    ),
    "rounded-faulty": Template(
        "Rounded to 7 decimals the outline {fault}.",
        "取 7 位小数后边界{fault}。",
    ),
    "geometry-without-list": Template(
        "The geometry has no list of {name}.",
        "几何中没有 {name} 列表。",
    ),
    "part-without-rings": Template(
        "Part {number} of the geometry has no rings.",
        "几何的第 {number} 部分没有环。",
    ),
    "ring-of-part": Template(
        "ring {ring} of part {part}",
        "第 {part} 部分第 {ring} 环",
    ),
    "no-list-of-points": Template(
        "In the geometry {place} is no list of points.",
        "几何中{place}不是点的列表。",
    ),
    "simplify-or-divide": Template(
        "Simplify it (for example to half a metre), or divide the unit.",
        "请简化边界（如精度半米），或拆分单位。",
    ),
    "ring-too-short": Template(
        "In the geometry {place} has {count} points; a ring has 4 or more.",
        "几何中{place}有 {count} 个点；一个环至少 4 个。",
    ),
    "draw-anew": Template(
        "Draw it anew.",
        "请重绘。",
    ),
    "ring-not-closed": Template(
        "In the geometry {place} is not closed: it begins at {first} and ends at {last}.",
        "几何中{place}没有闭合：始于 {first}，止于 {last}。",
    ),
    "close-it": Template(
        "Close it: the last point is the first one.",
        "请闭合：最后一点与第一点相同。",
    ),
    "point-wrong": Template(
        "In the geometry point {number} of {place} is {point}; a point is two numbers, longitude and "
        "latitude in degrees.",
        "几何中{place}的第 {number} 点为 {point}；一个点是两个数：经度和纬度，以度为单位。",
    ),
    "codes-as-text": Template(
        'Write codes as text, in quotes: "370923001001001".',
        '请把编码写成带引号的文本："370923001001001"。',
    ),
    "properties-no-object": Template(
        "The properties of the feature are no object.",
        "要素的 properties 不是对象。",
    ),
    "property-twice": Template(
        "The property {clashing} stands there twice, with two values.",
        "属性 {clashing} 出现两次，值不同。",
    ),
    "leave-wrong-out": Template(
        "Leave the wrong one out.",
        "请去掉错误的一个。",
    ),
    "feature-of-no-unit": Template(
        "The feature does not say which unit it outlines.",
        "要素未写明是哪个单位的边界。",
    ),
    "add-code-property": Template(
        "Add a property code or “编码”.",
        "请增加属性 code 或“编码”。",
    ),
    "property-no-code": Template(
        "The property {said} holds no code.",
        "属性 {said} 不是编码。",
    ),
    "property-no-number": Template(
        "The property {said} holds no whole number.",
        "属性 {said} 不是整数。",
    ),
    "property-code-lost": Template(
        "The property {said} holds a code as a number above 2^53, of which programs lose the last digits.",
        "属性 {said} 把编码写成大于 2^53 的数字，末尾位数已丢失。",
    ),
    "outline-days-reversed": Template(
        "The outline is said to hold from {start} to {end}.",
        "边界写为自 {start} 至 {end}。",
    ),
    "property-no-date": Template(
        "The property {said} holds no date.",
        "属性 {said} 不是日期。",
    ),
    "write-iso-date": Template(
        "Write it as 2026-01-31.",
        "请写作 2026-01-31。",
    ),
    "no-features": Template(
        "The file has no features; nothing was taken from it.",
        "文件没有要素，未采用任何内容。",
    ),
    "no-feature-collection": Template(
        "The file is no FeatureCollection and no Feature of GeoJSON{said}.",
        "文件不是 GeoJSON 的 FeatureCollection 或 Feature{said}。",
    ),
    "export-rfc7946": Template(
        "Export it as GeoJSON (RFC 7946).",
        "请导出为 GeoJSON（RFC 7946）。",
    ),
    "its-type-is": Template(
        ": its type is {kind}",
        "：类型为 {kind}",
    ),
    "too-many-features": Template(
        "The file has {count:,} features; at most {most:,} are read.",
        "文件有 {count:,} 个要素，最多读取 {most:,} 个。",
    ),
    "code-with-decimals": Template(
        "The property {said} holds the code as a number with decimals; it was read as {unit}.",
        "属性 {said} 的编码是带小数的数字；按 {unit} 读取。",
    ),
    "codes-as-text-quoted": Template(
        "Write codes as text, in quotes.",
        "请把编码写成带引号的文本。",
    ),
    "feature-undrawn": Template(
        "The feature has no geometry: nobody has drawn it yet (not located). It was left out, and the "
        "outline of the unit, if it has one, stays as it is.",
        "要素没有几何：尚未绘制（未定位）。未采用；单位如有边界则保持不变。",
    ),
    "draw-it": Template(
        "Draw it.",
        "请绘制。",
    ),
    "no-typed-object": Template(
        "no object with a type",
        "没有 type 的内容",
    ),
    "no-feature": Template(
        "This is {what}, not a Feature of GeoJSON.",
        "这是{what}，不是 GeoJSON 的 Feature。",
    ),
    "feature-twice": Template(
        "The feature has {twice} twice, differently.",
        "要素中 {twice} 写了两次，且不同。",
    ),
    "slip-taken": Template(
        "{slip}; it was taken as it is drawn.",
        "{slip}；按所绘采用。",
    ),
    "look-on-map": Template(
        "Look at it on a map.",
        "请在地图上核对。",
    ),
    "coordinates-exchanged": Template(
        "The outline lies outside China, and would lie in it with latitude and longitude exchanged.",
        "边界在中国之外；经纬度对调后则在中国之内。",
    ),
    "longitude-first": Template(
        "Write longitude before latitude.",
        "请经度在前、纬度在后。",
    ),
    "too-many-points": Template(
        "The outlines up to here have {points:,} points; of one file at most {most:,} are read{in_datum}. "
        "No further feature was looked at.",
        "至此边界共有 {points:,} 个点；一个文件最多读取 {most:,} 个{in_datum}。之后的要素未读取。",
    ),
    "split-or-simplify": Template(
        "Split the file, or simplify the outlines.",
        "请拆分文件，或简化边界。",
    ),
    "datum-unsaid": Template(
        "The file does not say what its coordinates refer to; they were taken as WGS 84, as RFC 7946 has "
        "it. If they come from a public map (GCJ-02), every line is some hundred metres off.",
        "文件未写明坐标系；按 RFC 7946 视为 WGS 84。如来自公开地图（GCJ-02），边界会偏移数百米。",
    ),
    "say-datum": Template(
        "Say --datum gcj02, or --datum wgs84 to leave no doubt.",
        "请写 --datum gcj02，或用 --datum wgs84 消除疑问。",
    ),
    "heights-left-out": Template(
        "The points of {heights} features have more than longitude and latitude (heights, measures); these "
        "were left out: outlines are flat.",
        "有 {heights} 个要素的点除经纬度外还有数值（高程、测量值），未采用：边界是平面的。",
    ),
    "properties-unread": Template(
        "The properties {unread} were not read: a map gives outlines, nothing else of a unit.",
        "属性 {unread} 未读取：地图只提供边界，不提供单位的其他信息。",
    ),
    "import-as-units": Template(
        "Import them as a table of units.",
        "请作为单位表导入。",
    ),
    "more-slips": Template(
        "{count} more parts, holes or strips of the outline are as doubtful",
        "另有 {count} 处部分、孔洞或狭条同样存疑",
    ),
    "outline-tiny": Template(
        "The outline has {area} in all, at its widest {wide}",
        "边界合计 {area}，最宽 {wide}",
    ),
    "part-tiny": Template(
        "Part {number} of {count} of the outline has {area}, is at its widest {wide}, and lies {way} from "
        "the largest part",
        "边界共 {count} 部分，其第 {number} 部分为 {area}，最宽 {wide}，距最大部分 {way}",
    ),
    "hole-tiny": Template(
        "Hole {hole} of {holes} in part {number} of the outline has {area}, and is at its widest {wide}",
        "边界第 {number} 部分的第 {hole} 个孔洞（共 {holes} 个）为 {area}，最宽 {wide}",
    ),
    "strip-thin": Template(
        "A strip of the outline is {long} long, and at its widest {wide}",
        "边界的一条狭条长 {long}，最宽 {wide}",
    ),
    "use-successor-code": Template(
        "Use its successor's code.",
        "请改用承接单位的编码。",
    ),
    "property-kind": Template(
        "calls it a {kind}; the code is that of a {unit_kind}, {unit}",
        "称其为{kind}；而编码是{unit_kind} {unit} 的",
    ),
    "property-code": Template(
        "says {code}, which is neither {unit} nor a unit above it",
        "写的是 {code}，既不是 {unit}，也不是其上级",
    ),
    "property-name": Template(
        "says {name}; the code is that of {unit}",
        "写的是“{name}”；而编码是 {unit} 的",
    ),
    "property-name-of": Template(
        "says {name}; {name} is {other}, the code is that of {unit}",
        "写的是“{name}”；“{name}”是 {other}，而编码是 {unit} 的",
    ),
    "in-gcj02": Template(
        " in GCJ-02",
        "（火星坐标 GCJ-02）",
    ),
}
