import Custody
import Encodings

/// What was printed.
extension Report {
    static func text(_ sheet: Sheet, file: String, size: SheetSize, isDiscreet: Bool) -> String {
        var text = row("Dealing", sheet.dealing.shortForm)
        let isSecret: Bool
        switch sheet.content {
        case .share(let holder, _):
            let count = sheet.dealing.holders.count
            text += row("Share", "\(holder.index) of \(count), held by \(isolated(holder.name)); it is good")
            isSecret = true
        case .sealed:
            text += row("Share", "sealed, so it could not be checked; write the holder's name on it")
            isSecret = false
        case .dealing:
            isSecret = false
        }
        text += row("Sheet", "\(size.title)\(isDiscreet ? ", discreet" : "")")
        text += row("Written", "\(file), readable by you alone")
        if isSecret {
            text += row("Next", "print it, read it back by its code or its rows, delete the file;")
            text += row("", "a printer with a memory of its own may keep a copy")
        }
        return text
    }

    static func json(_ sheet: Sheet, file: String, size: SheetSize, isDiscreet: Bool) -> JSONValue {
        var value = JSONObject([
            ("schema", "holdfast.print/1"), ("ok", true), ("file", .string(file)),
            ("dealing", .string(sheet.dealing.shortForm)), ("id", .string(sheet.dealing.id)),
        ])
        switch sheet.content {
        case .share(let holder, _):
            value.append("kind", "share")
            value.append("index", .integer(holder.index))
            value.append("holder", .string(holder.name))
        case .sealed: value.append("kind", "sealed-share")
        case .dealing: value.append("kind", "dealing")
        }
        value.append("size", .string(size.rawValue))
        value.append("discreet", .bool(isDiscreet))
        value.append("codes", .integer(sheet.parts.count))
        return .object(value)
    }
}
