// SPDX-License-Identifier: Apache-2.0
// The door of the console over the dock's store: a token is checked, its incident is read, and taking note is one
// durable write. A request that only looks writes nothing.

internal import Console
internal import DockModel
internal import Host
internal import Logging
internal import RoostCore
internal import Settings
internal import Store

extension AcknowledgeDoor {
    /// The door to the incidents of a store.
    init(_ links: AcknowledgeLinks, _ database: RoostDatabase, clock: any DockClock, logger: Logger) {
        @Sendable func view(_ token: String, from address: String, takesNote: Bool) -> AcknowledgeAnswer {
            guard let id = links.incident(of: token) else { return .unknown }
            do throws(StoreError) {
                guard let row = try database.incident(id: id) else { return .unknown }
                var taken = try database.acknowledgement(of: id)
                if takesNote, taken == nil {
                    let now = clock.now()
                    taken = try database.acknowledge(
                        id, who: "the link in a mail", way: "link", at: now,
                        audit: AuditEntry(
                            at: now, who: "the link in a mail", way: "link", address: address, action: "acknowledge",
                            subject: id))
                    logger.notice("somebody has taken note of \(row.kind) (\(id)) by the link in a mail")
                }
                let incident = ArchivedIncident(row)?.incident
                return .view(
                    AcknowledgeView(
                        title: incident?.title(in: .english) ?? row.kind, severity: row.severity,
                        opened: row.opened,
                        isOpen: row.isOpen, taken: taken?.at, who: taken?.who))
            } catch {
                logger.error("an acknowledgement could not be stored: \(error)")
                return .notStored
            }
        }
        self.init(look: { view($0, from: "", takesNote: false) }, take: { view($0, from: $1, takesNote: true) })
    }
}
