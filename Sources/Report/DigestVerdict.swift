// SPDX-License-Identifier: Apache-2.0
// Decides what the subject of the digest says and whether the day was green, amber or red. It may never call
// a partial mission flown, nor a day green on which the dock could not be read.

import DockModel

/// The verdict on one day.
struct DigestVerdict {
    private let input: DigestInput
    private let writer: ReportWriter

    /// The verdict on the facts of `input`.
    init(on input: DigestInput, by writer: ReportWriter) {
        self.input = input
        self.writer = writer
    }

    /// The verdict line: "Dock NORTH: 1 of 1 flown, 1 part due in 9 days".
    var line: String {
        let wording = writer.wording
        var parts = [missions]
        if let parts1 = partsDue { parts.append(parts1) }
        if let worst = input.incidents.map(\.severity).min(), worst <= .error {
            let count = input.incidents.count { $0.severity == worst }
            let name = writer.className(worst)
            parts.append(
                count == 1
                    ? wording(.oneIncident, ["class": name])
                    : wording(.incidents, ["n": "\(count)", "class": name]))
        }
        return wording(.dock, ["dock": writer.dockName(input.source)]) + ": " + parts.joined(separator: ", ")
    }

    /// The colour of the day.
    var tone: Tone {
        if redReason != nil { return .bad }
        return amberReason == nil ? .good : .watch
    }

    /// The colour in words, with its first reason.
    var explanation: String {
        if let redReason { return writer.wording(.red, ["why": redReason]) }
        if let amberReason { return writer.wording(.amber, ["why": amberReason]) }
        return writer.wording(.green)
    }

    // MARK: - Private

    private var missions: String {
        let wording = writer.wording
        let due = MissionVerdict.allCases.reduce(0) { $0 + ($1 == .skipped ? 0 : input.count(of: $1)) }
        guard due > 0 else { return wording(.noMissionsPlanned) }
        let flown = input.count(of: .done)
        let partial = input.count(of: .partial)
        let line = wording(.missionsFlown, ["n": "\(flown)", "all": "\(due)"])
        return partial == 0 ? line : line + ", " + wording(.missionsPartial, ["n": "\(partial)"])
    }

    /// How many parts are due, and when; nil for none.
    var partsDue: String? {
        let wording = writer.wording
        let stopped = input.wear.count { $0.stage == .stop }
        if stopped > 0 {
            return stopped == 1 ? wording(.partAtLimit) : wording(.partsAtLimit, ["n": "\(stopped)"])
        }
        let due = input.wear.filter { $0.stage != nil }
        guard let first = due.map(\.daysLeft.p10).min() else { return nil }
        if first < 1 {
            return due.count == 1 ? wording(.partDueNow) : wording(.partsDueNow, ["n": "\(due.count)"])
        }
        let days = writer.figures.days(first)
        return due.count == 1
            ? wording(.partDue, ["days": days]) : wording(.partsDue, ["n": "\(due.count)", "days": days])
    }

    private var redReason: String? {
        let wording = writer.wording
        if input.count(of: .lost) > 0 { return wording(.whyLost) }
        if let worst = input.incidents.map(\.severity).min(), worst <= .critical {
            return wording(.whyIncident, ["class": writer.className(worst)])
        }
        if let part = input.wear.first(where: { $0.stage == .stop }) {
            return wording(.whyLimit, ["part": writer.name(part.name)])
        }
        return nil
    }

    private var amberReason: String? {
        let wording = writer.wording
        if input.dock == nil { return wording(.whyNoReadings) }
        if let worst = input.incidents.map(\.severity).min(), worst <= .warning {
            return wording(.whyIncident, ["class": writer.className(worst)])
        }
        if MissionVerdict.allCases.contains(where: { ![.done, .skipped].contains($0) && input.count(of: $0) > 0 }) {
            return wording(.whyNotFlown)
        }
        if let part = input.wear.first(where: { $0.stage != nil }) {
            return wording(.whyPart, ["part": writer.name(part.name)])
        }
        if !input.tasks.isEmpty { return wording(.whyTask) }
        if input.gaps.contains(where: { $0 != .picturesNotDrawn }) { return wording(.whyGap) }
        if let oldest = input.link?.oldestWaiting,
            ZoneClock.seconds(input.to) - ZoneClock.seconds(oldest) > 86_400
        {
            return wording(.whyMail, ["since": writer.clock.short(oldest)])
        }
        return nil
    }
}
