// SPDX-License-Identifier: Apache-2.0
// How a person names a line on the command line: HOST:PORT, tcp:HOST:PORT or serial:/dev/…:BAUD[:8N1]. It checks the
// form only and opens nothing.

import ArgumentParser
import Fieldbus
import Registers

/// A host and a port.
struct HardwareHost: ExpressibleByArgument {
    var address: TCPAddress

    init?(argument: String) {
        guard let address = hardwareHost(argument[...]) else { return nil }
        self.address = address
    }
}

/// A line of any kind.
struct HardwareLine: ExpressibleByArgument {
    var line: FieldbusLine

    init?(argument: String) {
        if argument.hasPrefix("serial:") {
            guard let line = hardwareSerial(argument.dropFirst(7)) else { return nil }
            self.line = line
        } else {
            let rest = argument.hasPrefix("tcp:") ? argument.dropFirst(4) : argument[...]
            guard let address = hardwareHost(rest) else { return nil }
            line = address.line
        }
    }
}

/// `HOST:PORT` or `[IPv6]:PORT`.
func hardwareHost(_ text: Substring) -> TCPAddress? {
    guard let colon = text.lastIndex(of: ":"), let port = wholeNumber(text[text.index(after: colon)...]),
        (1...65_535).contains(port)
    else { return nil }
    var host = text[..<colon]
    let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
    if isBracketed { host = host.dropFirst().dropLast() }
    guard (1...253).contains(host.utf8.count), host.contains(":") == isBracketed,
        host.utf8.allSatisfy({ byte in
            switch byte {
            case 48...58, 65...90, 97...122, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "%"):
                true
            default: false
            }
        })
    else { return nil }
    return TCPAddress(host: String(host), port: port)
}

/// `/dev/…:BAUD` or `/dev/…:BAUD:8N1`.
private func hardwareSerial(_ text: Substring) -> FieldbusLine? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), parts[0].hasPrefix("/"), let baud = wholeNumber(parts[1]),
        (300...4_000_000).contains(baud)
    else { return nil }
    var format = SerialFormat(baud: baud)
    if parts.count == 3 {
        let letters = Array(parts[2])
        guard letters.count == 3, let bits = letters[0].wholeNumberValue, (7...8).contains(bits),
            let parity = Parity(rawValue: letters[1].uppercased()), let stop = letters[2].wholeNumberValue,
            (1...2).contains(stop)
        else { return nil }
        format = SerialFormat(baud: baud, dataBits: bits, parity: parity, stopBits: stop)
    }
    return .serial(path: String(parts[0]), format: format)
}

/// A plain decimal number without a sign.
func wholeNumber(_ text: Substring) -> Int? {
    guard !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
    return Int(text)
}

/// "1-3,7" as numbers, without repetition, in the order they are named; nil when it is no such list.
func wholeNumbers(_ text: String, in allowed: ClosedRange<Int>) -> [Int]? {
    var found: [Int] = []
    var isFound = [Bool](repeating: false, count: allowed.count)
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
        let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { wholeNumber($0) }
        guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1],
            allowed.contains(first), allowed.contains(last), first <= last
        else { return nil }
        guard found.count < allowed.count else { continue }
        for number in first...last where !isFound[number - allowed.lowerBound] {
            isFound[number - allowed.lowerBound] = true
            found.append(number)
        }
    }
    return found
}

/// Why the hosts of an argument cannot be told; the text says what to write instead.
struct HardwareHostsError: Error, Equatable {
    var text: String
}

/// One host, or the hosts of `10.0.0.5-20`. What looks like numbers is held to the rules of IPv4.
func hardwareHosts(_ text: String) throws(HardwareHostsError) -> [String] {
    let looksLikeNumbers =
        text.contains(".")
        && text.utf8.allSatisfy { (48...57).contains($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }
    guard looksLikeNumbers else {
        guard let host = hardwareHost("\(text):1"[...])?.host, !host.isEmpty else {
            throw HardwareHostsError(text: "\"\(text)\" is no host; write a name, a.b.c.d or a.b.c.d-e")
        }
        return [host]
    }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else {
        throw HardwareHostsError(
            text: "\"\(text)\" has \(parts.count) numbers; an IPv4 address has four: a.b.c.d or a.b.c.d-e")
    }
    let ends = parts[3].split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count <= 2 else {
        throw HardwareHostsError(text: "\"\(text)\" has more than one range; write a.b.c.d-e")
    }
    var numbers: [Int] = []
    for part in parts.dropLast() + ends {
        guard part.utf8.count <= 3, let number = wholeNumber(part), number <= 255 else {
            throw HardwareHostsError(text: "\"\(text)\": \"\(part)\" is not a number from 0 to 255")
        }
        numbers.append(number)
    }
    let network = numbers[..<3].map(String.init).joined(separator: ".")
    let (first, last) = (numbers[3], numbers[numbers.count - 1])
    guard first <= last else {
        throw HardwareHostsError(text: "\"\(text)\": the range ends at \(last), before it begins at \(first)")
    }
    return (first...last).map { "\(network).\($0)" }
}

/// `5`, `0x1F`: an address or a unit as people write it.
struct HardwareNumber: ExpressibleByArgument, CustomStringConvertible {
    var value: Int
    var description: String { "\(value)" }

    init(_ value: Int) { self.value = value }

    init?(argument: String) {
        if argument.hasPrefix("0x") {
            let digits = argument.dropFirst(2)
            guard !digits.isEmpty, digits.allSatisfy(\.isHexDigit), let value = Int(digits, radix: 16) else {
                return nil
            }
            self.value = value
        } else {
            guard let value = wholeNumber(argument[...]) else { return nil }
            self.value = value
        }
    }
}
