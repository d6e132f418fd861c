// SPDX-License-Identifier: Apache-2.0
// How much lies beside the store and what it may take: pictures, flight logs, record files, copies. It measures for the
// digest and for `roost doctor`, and removes nothing.

internal import DockModel
public import Payload
public import Settings
public import Store

/// The files of one dock beside its database.
public struct KeptFiles: Sendable, Equatable {
    /// One kind of them.
    public struct Share: Sendable, Equatable {
        /// Its name for people: "pictures".
        public var name: String
        /// The same for a digest, in at most six columns: the head of the chain must stay in one line beside it.
        var shortName: String
        /// What it takes.
        public var octets: Int64
        /// What it may take; nil for what only age removes.
        public var budget: Int64?

        /// "1.2 GB / 20 GB".
        public var text: String {
            OctetCount.text(octets) + (budget.map { " / \(OctetCount.text($0))" } ?? "")
        }
    }

    /// Each kind.
    public var shares: [Share]
    /// Pictures that wait for the program that takes them away.
    public var picturesWaiting: Int

    /// Measures the files of a dock.
    /// - Parameter countsCopies: whether the copies of the store are measured too, which looks at every file of each.
    /// - Throws: `StoreError` when the store cannot be asked.
    public init(
        _ configuration: DockConfiguration, storage: String, database: RoostDatabase, countsCopies: Bool
    ) throws(StoreError) {
        let pictures = try database.keptPictureFigures()
        picturesWaiting = pictures.waiting
        let logs = LogShelf(directory: storage + "/logs", retention: configuration.dock.logs, database: database)
        shares = [
            Share(
                name: "pictures", shortName: "photos", octets: Int64(pictures.octets),
                budget: Int64(Self.pictureBudget(configuration.payloads.values))),
            Share(
                name: "flight logs", shortName: "logs", octets: logs.logs().reduce(0) { $0 + $1.octets },
                budget: logs.budget),
            Share(
                name: "flight records", shortName: "papers", octets: try database.keptRecordOctets(), budget: nil),
        ]
        guard countsCopies else { return }
        let copies = BackupFolder(storage: storage)
        shares.append(
            Share(
                name: "copies", shortName: "copies", octets: try copies.octets(),
                budget: copies.diskOctets.map { $0 / BackupLimit.partOfDisk }))
    }

    /// What all kept pictures of a dock may take: the most that one of its schedules says.
    public static func pictureBudget(_ payloads: some Sequence<PayloadTerms>) -> Int {
        payloads.map(\.originals.octets).max() ?? OriginalsTerms().octets
    }
}
