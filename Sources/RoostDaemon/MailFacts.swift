// SPDX-License-Identifier: Apache-2.0
// What a mail says to machines: header fields and a small JSON part with the same facts as its words. A program may
// file, count and compare mails without reading prose; nothing here is said that the words do not say.

internal import Fleet
internal import Foundation
internal import Post
internal import RoostCore
internal import Triage
internal import Wear

/// The facts of one mail for machines.
struct MailFacts: Encodable, Equatable {
    /// Which version of this part a reader has in its hands.
    var schema = MailWord.schema
    /// The dock's id.
    var dock: String
    /// "incident", "mission", "part-notice", "digest" or "expiry".
    var kind: String
    /// The same for every mail about one thing; the key of its row in the queue.
    var key: String
    /// When it was written, RFC 3339.
    var time: String
    /// The incident's key, such as LINK.device-lost/plc.
    var incident: String?
    /// "emergency" to "notice".
    var severity: String?
    /// Whether the incident has ended.
    var isResolved: Bool?
    /// The run it is about.
    var mission: String?
    /// How the run ended.
    var outcome: String?
    /// The notice about a part that it carries, the first of several: part/unit/stage/word.
    var part: String?
    /// All notices about parts that it carries.
    var parts: [String]?
    /// The day of a digest.
    var day: String?
    /// What the day came to, as a fleet with a broker hears it; as JSON, the member `rollup`.
    var rollup: [UInt8]?

    /// All but the roll-up, which is JSON already.
    private enum CodingKeys: String, CodingKey {
        case schema, dock, kind, key, time, incident, severity, isResolved, mission, outcome, part, parts, day
    }

    /// The JSON part.
    func attachment() throws -> MailAttachment {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var octets = Array(try encoder.encode(self))
        if let rollup { octets = octets.dropLast() + Array(",\"rollup\":".utf8) + rollup + [UInt8(ascii: "}")] }
        return MailAttachment(
            fileName: MailWord.partName, mediaType: "application/json", octets: octets + [UInt8(ascii: "\n")])
    }

    /// The header field that signs the JSON part.
    static func signature(of part: MailAttachment, by key: MessageKey) -> MailHeader {
        MailHeader(name: MailWord.signatureField, value: MailWord.signatureWord + key.code(of: part.octets))
    }

    /// Most parts that have a header field of their own; roost.json names all.
    static let mostParts = 20

    /// The header fields, for filters.
    var headers: [MailHeader] {
        let fields = [
            ("X-Roost-Kind", kind), ("X-Roost-Dock", dock), ("X-Roost-Incident", incident),
            ("X-Roost-Severity", severity), ("X-Roost-Mission", mission), ("X-Roost-Part", part),
        ]
        let more = (parts ?? []).dropFirst().prefix(Self.mostParts - 1).map { ("X-Roost-Part", Optional($0)) }
        return (fields + more).compactMap { name, value in value.map { MailHeader(name: name, value: $0) } }
    }

    /// Adds what a notice is about.
    mutating func describe(_ notice: Notice) {
        switch notice {
        case .mission(let run):
            (mission, outcome) = (run.mission.id, run.outcome?.rawValue)
        case .part(let notice):
            part = part ?? notice.key
            parts = (parts ?? []) + [notice.key]
        case .incident(let incident):
            self.incident = incident.key
            (severity, isResolved) = ("\(incident.kind.severity)", incident.resolved != nil)
            mission = incident.missionID
        case .digest(let tally):
            day = tally.day
            rollup = FleetReport.rollup(RollUpReport(tally)).body
        }
    }
}
