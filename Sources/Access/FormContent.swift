// SPDX-License-Identifier: Apache-2.0
// What a browser sends with a form (application/x-www-form-urlencoded) and in its cookies. Anything doubtful is no form
// at all: a field twice, a broken escape, octets that are no text, control characters.

/// The fields of a form.
public struct FormContent: Sendable, Equatable {
    /// Most octets, and most fields.
    public static let mostOctets = 16 * 1_024, mostFields = 32
    private let fields: [String: String]

    /// The form of a request's content; nil when it is none.
    public init?(_ content: [UInt8]) {
        guard content.count <= Self.mostOctets else { return nil }
        var fields: [String: String] = [:]
        if !content.isEmpty {
            for pair in content.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false) {
                let halves = pair.split(
                    separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
                guard halves.count == 2, let key = Self.text(halves[0]), let value = Self.text(halves[1]),
                    !key.isEmpty, fields[key] == nil, fields.count < Self.mostFields
                else { return nil }
                fields[key] = value
            }
        }
        self.fields = fields
    }

    /// The value of a field without the spaces around it; nil when it is not there or empty.
    public func text(_ key: String) -> String? {
        guard var value = fields[key]?[...] else { return nil }
        while value.first?.isWhitespace == true { value.removeFirst() }
        while value.last?.isWhitespace == true { value.removeLast() }
        return value.isEmpty ? nil : String(value)
    }

    /// The value of a field as it was sent.
    public func secret(_ key: String) -> String? { fields[key] }

    /// The names of the fields, in order.
    public var keys: [String] { fields.keys.sorted() }

    private static func text(_ octets: ArraySlice<UInt8>) -> String? {
        var plain: [UInt8] = []
        var index = octets.startIndex
        while index < octets.endIndex {
            switch octets[index] {
            case UInt8(ascii: "+"): plain.append(0x20)
            case UInt8(ascii: "%"):
                guard index + 2 < octets.endIndex, let high = digit(octets[index + 1]),
                    let low = digit(octets[index + 2])
                else { return nil }
                plain.append(high << 4 | low)
                index += 2
            case let octet: plain.append(octet)
            }
            index += 1
        }
        guard let text = String(validating: plain, as: UTF8.self),
            !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else { return nil }
        return text
    }

    private static func digit(_ octet: UInt8) -> UInt8? {
        switch octet {
        case 0x30...0x39: octet - 0x30
        case 0x41...0x46: octet - 0x41 + 10
        case 0x61...0x66: octet - 0x61 + 10
        default: nil
        }
    }

    /// The value of a cookie in the fields of that name; nil when there is none, or two: then one was planted.
    public static func cookie(_ name: String, in headers: [String]) -> String? {
        let values = headers.joined(separator: ";").split(separator: ";").compactMap { pair -> Substring? in
            let pair = pair.drop { $0 == " " || $0 == "\t" }
            guard pair.hasPrefix(name + "=") else { return nil }
            return pair.dropFirst(name.utf8.count + 1)
        }
        guard values.count == 1, let value = values.first else { return nil }
        return String(value)
    }
}

/// Whether a request that changes something comes from a page of ours.
public enum OriginRule {
    /// - Parameters:
    ///   - origin: the field `Origin`; browsers send it with every form.
    ///   - fetchSite: the field `Sec-Fetch-Site`.
    ///   - host: the host that the request names.
    public static func isOurs(origin: String?, fetchSite: String?, host: String, isSecure: Bool) -> Bool {
        if let fetchSite, fetchSite != "same-origin", fetchSite != "none" { return false }
        // A program sends none; what it may is proven by its token, and a form by its own.
        guard let origin else { return true }
        return origin == "https://" + host || (!isSecure && origin == "http://" + host)
    }
}
