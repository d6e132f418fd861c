// SPDX-License-Identifier: Apache-2.0
// Log lines on standard error: time in UTC, level, text. It never writes a
// secret, because none is ever handed to it.

import Foundation
import Logging

/// A log handler for a terminal or the journal.
struct StandardErrorLog: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info
    private let label: String

    init(label: String) { self.label = label }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let time = Date().formatted(.iso8601.year().month().day().time(includingFractionalSeconds: true))
        CommandOutput.complain(
            "\(time) \(event.level.rawValue) \(CommandOutput.printable("\(event.message)"))")
    }
}
