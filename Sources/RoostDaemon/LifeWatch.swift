// SPDX-License-Identifier: Apache-2.0
// Tells the service manager that the dock lives: only while the core decides and every edge moves. A part that hangs
// is named in the log, and the silence that follows has the manager start the dock anew.

internal import DockModel
internal import Host
internal import Logging
internal import RoostCore

/// The parts whose silence matters, and how long each may be silent beyond the waits that it announces. Who carries out
/// orders is none of them: an order without an answer is an incident, and without orders there is nothing to do.
enum DockPart: String {
    case fieldbus, vehicle, planner, mail
    case operatorDesk = "operator desk"
    case mailWatch = "mail watch"
    case gauges, escalation

    /// Real time. A serial line waits for a silent device, a download for a slow link, a mail for a server's five
    /// minutes a reply (RFC 5321, 4.5.3.2).
    var patience: Duration {
        switch self {
        case .fieldbus: .seconds(60)
        case .vehicle: .seconds(60)
        case .planner, .operatorDesk, .mailWatch, .gauges, .escalation: .seconds(180)
        case .mail: .seconds(1_500)
        }
    }
}

extension LifeSigns {
    /// The clock of one part of the dock, whose looks at it are its signs of life.
    func clock(_ clock: any DockClock, of part: DockPart) -> any DockClock {
        self.clock(clock, of: part.rawValue, patience: part.patience)
    }
}

/// Watches the dock on behalf of a service manager.
struct LifeWatch: Sendable {
    let loop: DockLoop
    let signs: LifeSigns
    let manager: ServiceNotifier?
    let clock: any DockClock
    let logger: Logger

    /// How long the core may be without an event; it has a tick each second.
    static let corePatience = Duration.seconds(5)
    /// How often the dock is looked at when nobody asks for it, real time.
    static let restingPeriod = Duration.seconds(10)

    /// Looks until the task is cancelled.
    func run() async {
        // Half the span that the manager allows, as sd_watchdog_enabled(3) advises, and every ten seconds at least.
        let wanted = (manager?.watchdog).map { $0 / 2 } ?? Self.restingPeriod
        let period = max(min(wanted, Self.restingPeriod), .milliseconds(20))
        var isReady = false
        var told: Set<String> = []
        while !Task.isCancelled {
            // A core that hangs in a step does not answer, and so no sign leaves.
            let isCoreAlive = await loop.lastProgress.duration(to: clock.now().boot) < Self.corePatience
            let silent = signs.silences()
            if isCoreAlive, !isReady {
                isReady = true
                manager?.ready()
            }
            if isCoreAlive, silent.isEmpty {
                manager?.alive(Self.words(await loop.state))
            } else if isReady {
                manager?.status("hangs: " + Self.names(silent, isCoreAlive: isCoreAlive))
            }
            for silence in silent where told.insert(silence.part).inserted {
                logger.critical("\(silence.part) has not moved for \(silence.overdue) longer than it may")
            }
            told.formIntersection(silent.map(\.part))
            // A cancelled wait means that the dock ends.
            do { try await Task.sleep(for: period) } catch { break }
        }
        manager?.stopping()
    }

    private static func names(_ silent: [LifeSigns.Silence], isCoreAlive: Bool) -> String {
        ((isCoreAlive ? [] : ["core"]) + silent.map(\.part)).joined(separator: ", ")
    }

    /// What the dock does, for `systemctl status`.
    static func words(_ state: DockState) -> String {
        let phase = state.waitsFor.map { "\(state.phase.rawValue), waits for \($0)" } ?? state.phase.rawValue
        let mission = state.run.map { "; mission \($0.mission.id)" } ?? ""
        let open = state.incidents.isEmpty ? "" : "; \(state.incidents.count) incidents open"
        let mails = state.outbox.map { $0.queued > 0 ? "; \($0.queued) mails queued" : "" } ?? ""
        return phase + mission + open + mails
    }
}
