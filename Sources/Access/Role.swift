// SPDX-License-Identifier: Apache-2.0
// What a person or a program may do at the console: three roles, each of which may all that the one before may. It
// knows no page and no name of a person.

/// A role, the least one first.
public enum Role: String, Sendable, Hashable, CaseIterable, Comparable {
    /// May read every page.
    case view
    /// May take note, shelve, record replacements, and give the dock its words.
    case operate
    /// May also change the mail settings and read who did what.
    case administer

    /// Whether this role may do what needs `other`.
    public func includes(_ other: Role) -> Bool { self >= other }

    /// Roles that may more come later.
    public static func < (left: Role, right: Role) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .view: 0
        case .operate: 1
        case .administer: 2
        }
    }
}

/// What names and passwords may look like.
public enum AccountRule {
    /// Lengths of a name, in characters.
    public static let nameLengths = 1...32
    /// Lengths of a password, in octets. The upper bound keeps the work of one sign-in small.
    public static let passwordLengths = 10...256
    /// Most users, and most tokens.
    public static let mostUsers = 200, mostTokens = 200

    /// What is wrong with a name; nil when it is good.
    public static func fault(ofName name: String) -> String? {
        let octets = Array(name.utf8)
        let isPlain = octets.allSatisfy { octet in
            isLowerLetterOrDigit(octet)
                || [UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_")].contains(octet)
        }
        guard nameLengths.contains(octets.count), isPlain, octets.first.map(isLowerLetterOrDigit) == true
        else {
            return "a name is 1 to 32 of a-z, 0-9, '.', '-' and '_', and begins with a letter or a digit"
        }
        return nil
    }

    /// What is wrong with a password for a name; nil when it is good. Length counts, not the kinds of its characters.
    public static func fault(ofPassword password: String, for name: String) -> String? {
        guard passwordLengths.contains(password.utf8.count) else {
            return "a password has \(passwordLengths.lowerBound) to \(passwordLengths.upperBound) octets"
        }
        guard !password.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            return "a password is one line without control characters"
        }
        guard Set(password.unicodeScalars).count >= 4 else {
            return "a password has at least 4 different characters"
        }
        guard password.lowercased() != name, !name.isEmpty else { return "a password is not the name" }
        return nil
    }

    private static func isLowerLetterOrDigit(_ octet: UInt8) -> Bool {
        (0x61...0x7A).contains(octet) || (0x30...0x39).contains(octet)
    }
}
