// SPDX-License-Identifier: Apache-2.0
// Reads lines, links and mail addresses as people write them in dock.yaml. It checks their form only; whether
// something answers there is found out at run time.

/// `HOST:PORT` or `[IPv6]:PORT`.
func networkAddress(_ text: some StringProtocol) -> NetworkAddress? {
    guard let colon = text.lastIndex(of: ":") else { return nil }
    guard let port = wholeNumber(String(text[text.index(after: colon)...])), (1...65_535).contains(port)
    else {
        return nil
    }
    var host = String(text[..<colon])
    if host.hasPrefix("["), host.hasSuffix("]") {
        host = String(host.dropFirst().dropLast())
        guard host.contains(":"), host.utf8.allSatisfy({ isHostByte($0) || $0 == UInt8(ascii: ":") }) else {
            return nil
        }
        return NetworkAddress(host: host, port: port)
    }
    return isHostName(host) ? NetworkAddress(host: host, port: port) : nil
}

/// Whether a text can be a host name or an IPv4 address.
func isHostName(_ text: String) -> Bool {
    (1...253).contains(text.utf8.count) && text.utf8.allSatisfy { isHostByte($0) } && !text.hasPrefix("-")
        && !text.hasPrefix(".")
}

private func isHostByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 48...57, 65...90, 97...122, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "%"):
        true
    default: false
    }
}

/// `udpin:HOST:PORT`, `udpout:HOST:PORT`, `tcp:HOST:PORT` or `serial:/dev/…:BAUD`.
func vehicleLink(_ text: String) -> VehicleLinkAddress? {
    guard let colon = text.firstIndex(of: ":") else { return nil }
    let rest = text[text.index(after: colon)...]
    switch text[..<colon] {
    case "udpin": return networkAddress(rest).map { .udpIn($0) }
    case "udpout": return networkAddress(rest).map { .udpOut($0) }
    case "tcp": return networkAddress(rest).map { .tcp($0) }
    case "serial":
        guard let last = rest.lastIndex(of: ":"),
            let baud = wholeNumber(String(rest[rest.index(after: last)...])),
            (300...4_000_000).contains(baud), isDevicePath(String(rest[..<last]))
        else { return nil }
        return .serial(path: String(rest[..<last]), baud: baud)
    default: return nil
    }
}

/// Whether a text can name a device file.
func isDevicePath(_ text: String) -> Bool {
    text.hasPrefix("/dev/") && text.utf8.count <= 200 && !text.contains("..") && !text.contains(" ")
}

/// Whether a text can be a mail address: one `@`, no blanks, no characters that could end a header or a
/// command.
func isMailAddress(_ text: String) -> Bool {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, (1...64).contains(parts[0].utf8.count), text.utf8.count <= 254 else {
        return false
    }
    let special = "\"(),:;<>[\\]".utf8
    return parts[0].utf8.allSatisfy { $0 > 32 && $0 != 127 && !special.contains($0) }
        && !parts[0].hasPrefix(".") && !parts[0].hasSuffix(".") && !parts[0].contains("..")
        && isMailDomain(String(parts[1]))
}

private func isMailDomain(_ text: String) -> Bool {
    let labels = text.split(separator: ".", omittingEmptySubsequences: false)
    return (1...253).contains(text.utf8.count)
        && labels.allSatisfy { label in
            (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
                && label.utf8.allSatisfy { byte in
                    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                        || byte == UInt8(ascii: "-") || byte >= 128
                }
        }
}

/// Whether a text is a relative path that stays below its folder.
func isInnerPath(_ text: String) -> Bool {
    (1...200).contains(text.utf8.count) && !text.hasPrefix("/")
        && text.split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
            !$0.isEmpty && $0 != "." && $0 != ".."
        }
}
