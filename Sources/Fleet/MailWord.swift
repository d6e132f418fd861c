// SPDX-License-Identifier: Apache-2.0
// What one mail of a dock says to its fleet, and whether it may be believed: heartbeats by their signature, all other
// mails by that of their JSON part, where the dock has a key, and by who sent them. DKIM is not looked at: that is the
// mail server's business. It reads nothing from prose, and what it refuses it names.

public import DockModel
public import Post
public import Triage

/// Why a mail is put aside.
public enum MailFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// It says it is ours and cannot be read.
    case malformed(String)
    /// Its parts do not agree on whose it is.
    case otherDock(String)
    /// It is signed with another key, or was changed on the way.
    case badSignature
    /// It bears no signature, and one is asked for.
    case unsigned
    /// It comes from an address that is not the dock's.
    case strangeSender(String)
    /// The database did not take it.
    case refused(String)

    /// The reason.
    public var description: String {
        switch self {
        case .malformed(let reason): "it cannot be read: \(reason)"
        case .otherDock(let reason): "its parts do not agree on the dock: \(reason)"
        case .badSignature: "its signature does not belong to it and the dock's key"
        case .unsigned: "it bears no signature that can be checked, and one is asked for"
        case .strangeSender(let address): "it comes from \"\(address)\", which is not the dock's address"
        case .refused(let reason): reason
        }
    }
}

/// Whom to believe.
public struct MailTrust: Sendable {
    /// The key of a dock's heartbeats; nil for a dock whose mails are taken unsigned.
    public var key: @Sendable (String) -> MessageKey?
    /// The addresses from which a dock writes, in lower case; nil for a dock of which none are known.
    public var senders: @Sendable (String) -> Set<String>?
    /// Whether reports without a signature are taken of a dock that has a key: docks before this version sign
    /// heartbeats only.
    public var takesUnsignedReports: Bool
    /// Whether mails of a dock without a key are put aside.
    public var needsKeys: Bool

    /// Whom to believe; without arguments every mail is taken, unsigned.
    public init(
        takesUnsignedReports: Bool = true, needsKeys: Bool = false,
        key: @escaping @Sendable (String) -> MessageKey? = { _ in nil },
        senders: @escaping @Sendable (String) -> Set<String>? = { _ in nil }
    ) {
        (self.takesUnsignedReports, self.needsKeys) = (takesUnsignedReports, needsKeys)
        (self.key, self.senders) = (key, senders)
    }
}

/// What one mail says.
public struct MailWord: Sendable, Equatable {
    /// The header field with the signature of the JSON part.
    public static let signatureField = "X-Roost-Signature"
    /// What stands before the code in it.
    public static let signatureWord = "hmac-sha256 "
    /// The name of the JSON part.
    public static let partName = "roost.json"
    /// The form of the JSON part.
    public static let schema = "roost-mail/1"

    /// What it is about.
    public enum Content: Sendable, Equatable {
        /// A sign of life.
        case heartbeat(HeartbeatNote)
        /// An incident, told when it began, went on or ended.
        case incident(key: String, severity: Severity?, isResolved: Bool)
        /// A day, with its roll-up as JSON where the dock sends one.
        case digest(day: String, rollup: String?)
        /// Anything else: that the dock wrote at all.
        case other
    }

    /// The dock.
    public var dock: String
    /// The word for the kind: "heartbeat", "incident", "digest", …
    public var kind: String
    /// When the dock says it wrote it.
    public var told: WallTime
    /// When it came into the mailbox.
    public var arrived: WallTime
    /// Whether it bears a signature that is right.
    public var isSigned: Bool
    /// What it says.
    public var content: Content
    /// The same for every copy of it, and for no other mail: a digest of what it says.
    public var identity: String

    /// The word of a mail; nil for a mail that is none of a dock's.
    /// - Parameter arrived: when it came into the mailbox as its file says; a server's own note counts more.
    public init?(_ mail: ParsedMail, arrived: WallTime?, now: WallTime, trust: MailTrust) throws(MailFault) {
        let part = mail.attachments.first { $0.fileName == Self.partName }
        let kind = mail.header("X-Roost-Kind").map(Self.plain)
        let text = mail.text ?? ""
        let isBeat = kind == "heartbeat" || text.contains(HeartbeatNote.mark)
        guard isBeat || kind != nil && part != nil else { return nil }
        // Nothing arrives in the future, whatever a header says.
        let came = min(mail.receivedTime ?? arrived ?? mail.sentTime ?? now, now)
        if isBeat, let note = try Self.beat(text, trust) {
            self.init(note.note, isSigned: note.isSigned, code: note.code, arrived: came)
        } else {
            guard let part else { throw .malformed("it has no \(Self.partName)") }
            try self.init(facts: part.octets, mail, arrived: came, trust)
        }
        if let said = mail.header("X-Roost-Dock").map(Self.plain), said != dock {
            throw .otherDock("\"\(said.prefix(40))\" and \"\(dock.prefix(40))\"")
        }
        guard FleetTopic.isName(dock) else { throw .malformed("its dock has no name of a dock") }
        if let known = trust.senders(dock) {
            let sender = Self.address(mail.from)
            guard known.contains(sender) else { throw .strangeSender(String(sender.prefix(100))) }
        }
    }

    private init(_ note: HeartbeatNote, isSigned: Bool, code: String, arrived: WallTime) {
        (dock, kind, told, content) = (note.dock, "heartbeat", note.sent, .heartbeat(note))
        (self.arrived, self.isSigned) = (arrived, isSigned)
        identity = Self.digest(of: note.signedText + code)
    }

    private init(facts octets: [UInt8], _ mail: ParsedMail, arrived: WallTime, _ trust: MailTrust)
        throws(MailFault)
    {
        guard let facts = JSONNode(octets) else { throw .malformed("\(Self.partName) is no JSON") }
        guard facts["schema"]?.text == Self.schema else {
            throw .malformed("\(Self.partName) is of another form")
        }
        guard let dock = facts["dock"]?.text, let kind = facts["kind"]?.text, facts["key"]?.text != nil,
            let told = facts["time"]?.text.flatMap(Self.time)
        else { throw .malformed("dock, kind, key or time is missing in \(Self.partName)") }
        (self.dock, self.kind, self.told, self.arrived) = (dock, String(kind.prefix(40)), told, arrived)
        isSigned = try Self.isSigned(octets, mail, by: dock, trust)
        content = try Self.content(facts, kind)
        identity = Self.digest(of: facts.written)
    }

    private static func content(_ facts: JSONNode, _ kind: String) throws(MailFault) -> Content {
        if let key = facts["incident"]?.text {
            let word = facts["severity"]?.text
            return .incident(
                key: String(key.prefix(FleetLimit.textLength)),
                severity: Severity.allCases.first { "\($0)" == word },
                isResolved: facts["isResolved"] == .flag(true))
        }
        guard let day = facts["day"]?.text else { return .other }
        guard dayNumber(of: day) != nil else { throw .malformed("its day is no date") }
        guard let rollup = facts["rollup"] else { return .digest(day: day, rollup: nil) }
        let text = rollup.written
        guard case .object = rollup, rollup["day"]?.text == day, text.utf8.count <= FleetLimit.documentOctets
        else {
            throw .malformed("its roll-up is none of this day")
        }
        return .digest(day: day, rollup: text)
    }

    /// The sign of life in a text; nil for a text that only mentions one.
    private static func beat(_ text: String, _ trust: MailTrust) throws(MailFault)
        -> (note: HeartbeatNote, isSigned: Bool, code: String)?
    {
        // The key is the dock's, so the name is read first and the signature judged afterwards.
        let nobody = MessageKey(octets: [])
        switch HeartbeatNote.read(text, key: nobody) {
        case .none: return nil
        case .malformed(let reason): throw .malformed(reason)
        case .note(let note, _, let code):
            guard let key = trust.key(note.dock) else {
                guard !trust.needsKeys else { throw .unsigned }
                return (note, false, code)
            }
            guard case .note(_, isSigned: true, _) = HeartbeatNote.read(text, key: key) else {
                throw .badSignature
            }
            return (note, true, code)
        }
    }

    private static func isSigned(_ octets: [UInt8], _ mail: ParsedMail, by dock: String, _ trust: MailTrust)
        throws(MailFault) -> Bool
    {
        guard let key = trust.key(dock) else {
            guard !trust.needsKeys else { throw .unsigned }
            return false
        }
        guard let field = mail.header(signatureField).map(plain) else {
            guard trust.takesUnsignedReports else { throw .unsigned }
            return false
        }
        guard field.hasPrefix(signatureWord),
            key.accepts(String(field.dropFirst(signatureWord.count)), of: octets)
        else { throw .badSignature }
        return true
    }

    /// "2026-11-25T14:05:09Z", with or without milliseconds.
    private static func time(_ text: String) -> WallTime? {
        UTCText.time(text[...]) ?? UTCText.time(Substring(String(text.dropLast()) + ".000Z"))
    }

    /// Days since 1970 of a date such as "2026-11-26"; nil for any other text.
    public static func dayNumber(of day: String) -> Int? {
        let numbers = day.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) ?? -1 }
        guard numbers.count == 3, (1_970...9_999).contains(numbers[0]), (1...12).contains(numbers[1]),
            (1...31).contains(numbers[2])
        else { return nil }
        let number = CivilDate.daysSince1970(year: numbers[0], month: numbers[1], day: numbers[2])
        return "\(CivilDate(daysSince1970: number))" == day ? number : nil
    }

    private static func plain(_ text: String) -> String {
        var rest = text[...].drop { $0.isWhitespace }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }

    /// The address in a From field, in lower case.
    private static func address(_ from: String) -> String {
        guard let start = from.lastIndex(of: "<"), let end = from.lastIndex(of: ">"), start < end else {
            return plain(from).lowercased()
        }
        return String(from[from.index(after: start)..<end]).lowercased()
    }

    private static func digest(of text: String) -> String { SHA256.hexadecimal(SHA256.of(Array(text.utf8))) }
}
