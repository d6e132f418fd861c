// SPDX-License-Identifier: Apache-2.0
// What the records of a dock are made with, put together once at the start. The digests of software and settings are
// those of the files that this process runs on.

internal import DockModel
internal import Logging
internal import Mailer
internal import Paper
internal import RoostCore
internal import Store

/// What a record desk needs besides the dock's own parts.
struct RecordTerms: Sendable {
    var scribe: RecordScribe
    var press: RecordPress
    var rules: [PartRule]
    var logDirectory: String

    /// A desk over a store.
    func desk(
        database: RoostDatabase, writer: @autoclosure @escaping @Sendable () -> MailWriter, vehicle: VehicleAdapter?,
        logger: Logger
    ) -> RecordDesk {
        RecordDesk(
            database: database, scribe: scribe, press: press, writer: writer(), vehicle: vehicle, rules: rules,
            logDirectory: logDirectory, logger: logger)
    }

    /// The digest of a file in hexadecimal digits; none when it cannot be read.
    static func digest(_ name: String, ofFile path: String) -> [FlightRecord.Digest] {
        FileDigest.sha256(ofFile: path).map { [FlightRecord.Digest(name, hex: SHA256.hexadecimal($0))] } ?? []
    }
}
