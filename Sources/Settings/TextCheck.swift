// SPDX-License-Identifier: Apache-2.0
// Whether bytes are a text file that may be parsed: size, encoding, control characters. It decides nothing
// about YAML or JSON.

/// Checks the bytes of a configuration file and gives its text; reports what is wrong and gives nil
/// otherwise.
func checkedText(_ bytes: [UInt8], limit: Int, log: ProblemLog) -> String? {
    guard bytes.count <= limit else {
        log.report(
            .start, "the file has \(bytes.count) bytes, more than \(limit)",
            "split it or remove what it does not need")
        return nil
    }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
        log.report(.start, "the file is UTF-16", "save it as UTF-8")
        return nil
    }
    let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    guard let text = String(validating: body, as: UTF8.self) else {
        let place = placeOfInvalidUTF8(body)
        log.report(place, "this byte is not UTF-8", "save the file as UTF-8")
        return nil
    }
    var line = 1, column = 1
    for scalar in text.unicodeScalars {
        if scalar == "\n" {
            line += 1
            column = 1
            continue
        }
        let isAllowedControl = scalar == "\t" || scalar == "\r" || scalar == "\u{85}"
        if !isAllowedControl, scalar.properties.generalCategory == .control || scalar == "\u{FEFF}" {
            let code = String(scalar.value, radix: 16, uppercase: true)
            let hexadecimal = String(repeating: "0", count: max(0, 4 - code.utf8.count)) + code
            log.report(Place(line: line, column: column), "control character U+\(hexadecimal)", "remove it")
            return nil
        }
        column += 1
    }
    return text
}

private func placeOfInvalidUTF8(_ bytes: ArraySlice<UInt8>) -> Place {
    var line = 1, column = 1
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    while true {
        switch decoder.decode(&iterator) {
        case .scalarValue("\n"):
            line += 1
            column = 1
        case .scalarValue: column += 1
        case .emptyInput, .error: return Place(line: line, column: column)
        }
    }
}
