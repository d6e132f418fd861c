// SPDX-License-Identifier: Apache-2.0
// What may be shelved and for how long, and what the filter makes of it: a shelved incident sends no reminder until its
// time is over, it ends or it gets worse. A matter of safety is never shelved; it can only be taken note of.

public import DockModel
internal import Logging
internal import RoostCore
public import Store
internal import Triage

/// Why an incident cannot be shelved.
public enum ShelfFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// There is no such incident.
    case unknown(String)
    /// It has ended.
    case ended(String)
    /// It is a matter of safety.
    case safety(kind: String)
    /// It is longer than seven days, or no time at all.
    case badSpan
    /// The reason or the name is empty, too long or not one line.
    case badText
    /// The store did not take it.
    case store(StoreError)

    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .unknown(let id): "there is no incident \(id); see: roost incidents list"
        case .ended(let id): "incident \(id) has ended; there is nothing to shelve"
        case .safety(let kind):
            "\(kind) is a matter of safety and goes on being told; say that you know of it with: roost incidents ack"
        case .badSpan: "an incident is shelved for 1 min to 7 days, as in --for 8h"
        case .badText: "a reason and a name are one line of 1 to \(IncidentShelf.longestText) characters"
        case .store(let error): "\(error)"
        }
    }
}

/// The rules of the shelf.
public enum IncidentShelf {
    /// Shortest and longest time on the shelf.
    public static let spans = Duration.seconds(60)...Duration.seconds(7 * 86_400)
    /// Most characters of a reason or a name.
    public static let longestText = 200

    /// Puts an open incident on the shelf, with its line in the audit trail.
    public static func shelve(
        _ id: String, for span: Duration, who: String, reason: String, in database: RoostDatabase, at now: Moment,
        audit entry: AuditEntry? = nil
    ) throws(ShelfFault) -> ShelfRecord {
        guard spans.contains(span) else { throw .badSpan }
        for text in [who, reason] {
            let isOneLine = !text.unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }
            guard isOneLine, text.contains(where: { !$0.isWhitespace }), text.count <= longestText else {
                throw .badText
            }
        }
        let row: IncidentRecord?, shelved: ShelfRecord?
        do throws(StoreError) { row = try database.incident(id: id) } catch { throw .store(error) }
        guard let row else { throw .unknown(id) }
        // What was written by a Roost that knows other kinds is judged by its class.
        let isSafety = IncidentKind(rawValue: row.kind)?.isSafety ?? (row.severity <= .critical)
        guard !isSafety, row.severity > .emergency else { throw .safety(kind: row.kind) }
        guard row.isOpen else { throw .ended(id) }
        do throws(StoreError) {
            shelved = try database.shelve(
                id, until: now.wall + span, who: who, reason: reason, at: now, audit: entry)
        } catch {
            throw .store(error)
        }
        guard let shelved else { throw .ended(id) }
        return shelved
    }
}

extension Triage.Shelf {
    /// A shelf as the filter needs it; nil for an incident that is not open, or a matter of safety.
    init?(_ record: ShelfRecord, open: [String: Incident]) {
        guard let incident = open[record.incident], !incident.kind.isSafety, incident.kind.severity > .emergency else {
            return nil
        }
        self.init(
            user: record.who, reason: record.reason, kind: incident.kind.rawValue, source: incident.source,
            until: record.until)
        (signal, self.incident, since) = (incident.subject, record.incident, record.since)
    }
}
