// SPDX-License-Identifier: Apache-2.0
// What the tests of mails share: a dock's configuration with lines of its own in the mail section, and its writer. It
// checks nothing.

import DockModel
import Foundation
import RoostCore
import Settings
import Store

@testable import RoostDaemon

/// Noon in Zürich on a Thursday in winter.
let bureauNoon = WallTime(seconds: 1_795_690_800)

/// A moment so many seconds after noon.
func bureauTime(_ seconds: Double, isTrusted: Bool = true) -> Moment {
    Moment(
        boot: Instant(seconds: 10_000 + seconds), wall: bureauNoon + .seconds(seconds),
        isWallTrusted: isTrusted)
}

/// An incident that began so many seconds after noon.
func bureauIncident(_ kind: IncidentKind, _ number: Int64 = 1, at seconds: Double = 0) -> Incident {
    Incident(kind: kind, detail: "because of a test", opened: bureauNoon + .seconds(seconds), number: number)
}

/// The mails of one dock.
struct MailBureau {
    let directory: String
    let database: RoostDatabase
    let files: ConfigurationFiles
    let configuration: DockConfiguration
    let writer: MailWriter
    var state = DockState(at: bureauTime(0), parts: [])

    /// A dock in Zürich whose mail section holds `lines`, each indented by two. Files it names lie in its directory.
    /// `schedule` is added to the schedule perimeter.
    init(_ lines: String, schedule: String = "", in directory: String? = nil) throws {
        var texts = DefaultConfiguration.files.contents.mapValues { String(decoding: $0, as: UTF8.self) }
        texts["schedules/perimeter.yaml", default: ""] += schedule
        var text = texts["dock.yaml"] ?? ""
        if let start = text.range(of: "\nmail:"), let end = text.range(of: "\nclock:") {
            text.replaceSubrange(
                start.lowerBound..<end.lowerBound,
                with: "\nmail:\n  host: localhost\n  from: dock@example.org\n"
                    + "  recipients: {alerts: [ops@example.org], digest: [boss@example.org]}\n" + lines + "\n"
            )
        }
        texts["dock.yaml"] = text
        self.directory = try directory ?? freshDirectory()
        database = try RoostDatabase.open(directory: self.directory)
        files = ConfigurationFiles(texts: texts)
        configuration = try DockConfiguration.load(files: files)
        let planner = Planner(
            rules: configuration.schedules, zone: configuration.dock.dock.timeZone,
            dayEnds: configuration.dock.digestAt)
        writer = try MailWriter(
            configuration: configuration, rules: [], planner: planner, outbox: Outbox(database),
            directory: self.directory)
    }

    /// The mails about an incident.
    func mails(_ incident: Incident, at seconds: Double = 0, isTrusted: Bool = true) -> [NewMail] {
        writer.mails(for: .incident(incident), state: state, now: bureauTime(seconds, isTrusted: isTrusted))
    }
}
