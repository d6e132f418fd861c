// SPDX-License-Identifier: Apache-2.0
// Tells what happens in the demonstration, a line at a time in the dock's local time, and sets the pace: slower while
// something moves, faster while nothing does. It changes nothing in the dock.

import DockModel
import Foundation
import Host
import RoostCore
import Schedule
import Synchronization

/// The voice of the demonstration.
final class DemoNarrator: Sendable {
    /// Longest real time that the day may take.
    static let longestDay = Duration.seconds(600)

    private struct Told {
        var phase: Phase?
        var isDigestPosted = false
        var isDayDelivered = false
        var posted: Set<String> = []
    }

    private let clock: PacedClock
    private let speed: Double
    private let zone: Zone
    private let isJSON: Bool
    private let mailbox: String
    private let told = Mutex(Told())

    init(clock: PacedClock, speed: Double, zone: Zone, isJSON: Bool, mailbox: String) {
        self.clock = clock
        self.speed = speed
        self.zone = zone
        self.isJSON = isJSON
        self.mailbox = mailbox
    }

    /// The console is there.
    func console(_ address: String) {
        say("Console at \(address)?live  (mailbox: \(address)mailbox)")
        say("Time runs \(Int(speed)) to \(Int(3 * speed)) times faster than life; press Ctrl-C to end.")
    }

    /// A decision was committed.
    func tell(_ state: DockState, _ event: Event, _ effects: [Effect], _ now: Moment) {
        setPace(state)
        if isJSON { return DockEventLine.say(state, event, effects, now) }
        let isNew = told.withLock { told in
            for case .post(let notice) in effects {
                told.posted.insert(notice.sort)
                if case .digest = notice { told.isDigestPosted = true }
            }
            defer { told.phase = state.phase }
            return told.phase != state.phase
        }
        if isNew {
            let reason = state.phase == .hold ? state.run?.reasons.last : Self.purpose(state.phase)
            let waits = reason.map { ": \($0)" } ?? ""
            say("\(localTime(now.wall))  \(state.phase.rawValue)\(waits)")
        }
        for line in DockEventLine.lines(effects) { say("\(localTime(now.wall))\(line)") }
    }

    private func setPace(_ state: DockState) {
        let wanted: Double
        switch state.phase {
        case .idle, .hold, .lost, .diverted, .fault, .service: wanted = 3 * speed
        case .starting, .gating, .preparing, .opening, .launching, .flying, .returning, .landing, .diverting,
            .securing, .closing, .charging, .offloading, .reporting, .recover:
            wanted = speed
        }
        if clock.speed != wanted { clock.setSpeed(wanted) }
    }

    private static func purpose(_ phase: Phase) -> String? {
        switch phase {
        case .starting: "reading cover, charger and vehicle before anything moves"
        case .gating: "asking the launch gates"
        case .preparing: "charger off, to be proved by measured current"
        case .opening: "cover opening, to be proved by both switches"
        case .launching: "upload, read back, arm"
        case .flying: "in the air"
        case .returning: "on the way home"
        case .landing: "coming down"
        case .diverting: "on the way to an alternate landing place"
        case .securing: "landed; waiting for disarmed and on the pad"
        case .closing: "cover closing"
        case .charging: "charger on, to be proved by measured current"
        case .offloading: "fetching the flight log"
        case .service: "the service key is turned"
        case .idle, .hold, .reporting, .recover, .lost, .diverted, .fault: nil
        }
    }

    /// Whether the day's digest and all mails before it lie in the mailbox.
    var isDayDelivered: Bool { told.withLock { $0.isDayDelivered } }

    /// Waits until the day's mails lie in the mailbox, or until that takes too long.
    func awaitMails(_ files: @Sendable () -> [String]) async {
        let real = ContinuousClock()
        let deadline = real.now + Self.longestDay
        let wanted = ["mission", "part", "digest"]
        while real.now < deadline, !Task.isCancelled {
            let (isOver, posted) = told.withLock { ($0.isDigestPosted, $0.posted) }
            if isOver, files().count >= posted.count {
                say("")
                say("The day is over. Mails in \(mailbox):")
                for file in files() { say("  \(file)") }
                let missing = wanted.filter { !posted.contains($0) }
                if !missing.isEmpty { say("Not posted today: \(missing.joined(separator: ", "))") }
                told.withLock { $0.isDayDelivered = true }
                return
            }
            // A cancelled wait ends the loop above.
            do { try await Task.sleep(for: .milliseconds(200)) } catch { return }
        }
        if !Task.isCancelled {
            say("The day's digest was not delivered within ten minutes; see the lines above.")
        }
    }

    /// Keeps the dock and its console running until the task is cancelled.
    func rest() async {
        say("The dock goes on; the console stays. Press Ctrl-C to end.")
        while !Task.isCancelled {
            // A cancelled wait is the end.
            do { try await Task.sleep(for: .seconds(3600)) } catch { return }
        }
    }

    private func say(_ line: String) {
        // Nobody reads the lines any more when standard output is closed; the dock goes on.
        if !isJSON { try? CommandOutput.say(line + "\n") }
    }

    private func localTime(_ wall: WallTime) -> String {
        let seconds = Int(wall.milliseconds / 1000)
        let local = (seconds + zone.offset(at: seconds)) % 86_400
        return String(format: "%02d:%02d:%02d", local / 3600, local / 60 % 60, local % 60)
    }
}

extension Notice {
    /// The sort of mail, for counting.
    fileprivate var sort: String {
        switch self {
        case .mission(let run): run.outcome == nil ? "open mission" : "mission"
        case .part: "part"
        case .incident(let incident): "incident \(incident.key) \(incident.resolved == nil)"
        case .digest: "digest"
        }
    }
}
