// SPDX-License-Identifier: Apache-2.0
// Log entries for systemd's journal, with level, place in the code, and the stable id of each message of the
// catalogue, so that one can ask the journal for a kind of message. Elsewhere log lines go to standard error.

import Logging

/// A log handler for the journal.
struct JournalLog: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info
    private let journal: JournalSocket
    private let spare: StandardErrorLog

    init(label: String, journal: JournalSocket) {
        (self.journal, spare) = (journal, StandardErrorLog(label: label))
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// The handler of the daemon: the journal's where standard error leads there, else plain lines.
    static func handler(label: String) -> any LogHandler {
        JournalSocket().map { JournalLog(label: label, journal: $0) } ?? StandardErrorLog(label: label)
    }

    func log(event: LogEvent) {
        // An entry that does not leave, as while the journal starts anew, is not lost.
        if !journal.send(Self.fields(of: event)) { spare.log(event: event) }
    }

    /// The fields of an entry (systemd.journal-fields(7)).
    static func fields(of event: LogEvent) -> [(name: String, value: String)] {
        let text = "\(event.message)"
        var fields = [
            ("MESSAGE", text), ("PRIORITY", "\(priority(event.level))"), ("SYSLOG_IDENTIFIER", "roost"),
            ("CODE_FILE", event.file), ("CODE_LINE", "\(event.line)"), ("CODE_FUNC", event.function),
        ]
        if let known = LogCatalogue.message(of: text) {
            fields += [("MESSAGE_ID", known.id), ("ROOST_MESSAGE", known.name)]
        }
        return fields
    }

    /// The levels of syslog(3).
    private static func priority(_ level: Logger.Level) -> Int {
        switch level {
        case .critical: 2
        case .error: 3
        case .warning: 4
        case .notice: 5
        case .info: 6
        case .debug, .trace: 7
        }
    }
}
