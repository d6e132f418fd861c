// SPDX-License-Identifier: Apache-2.0
// Writes the mails of a dock in one language and one time zone. The same facts always give the same bytes; it
// reads no clock and no file.

import DockModel

/// Writes reports for the readers of one dock.
public struct ReportWriter: Sendable {
    /// The largest text of a digest, in bytes: one page, and a small message on a satellite link.
    public static let largestDigestText = 4_000
    /// The longest subject.
    static let longestSubject = 140
    /// The longest name from outside inside a sentence.
    static let longestName = 48
    /// The longest reason from outside inside a sentence.
    static let longestReason = 160

    /// The zone the times are shown in: "UTC" when the one asked for is not known.
    public var zone: String { clock.name }

    let wording: Wording
    let clock: ZoneClock
    let figures: Figures

    /// A writer for a time zone by its IANA name ("Europe/Berlin").
    public init(zone: String, language: ReportLanguage = .english, units: ReportUnits = .si) {
        wording = Wording(language: language)
        clock = ZoneClock(zone: zone, wording: wording)
        figures = Figures(wording: wording, units: units)
    }

    // MARK: - Shared by all reports

    /// A mail from a page.
    func report(subject: String, page: Page, attachments: [ReportAttachment] = []) -> RenderedReport {
        RenderedReport(
            subject: CleanText.line(subject, most: Self.longestSubject),
            text: TextPage(page).text(),
            html: HTMLPage(page, language: wording.language.rawValue).html(),
            attachments: attachments)
    }

    /// A name from outside, short enough for a sentence.
    func name(_ text: String) -> String { CleanText.line(text, most: Self.longestName) }

    /// A reason from outside, short enough for a sentence.
    func reason(_ text: String) -> String { CleanText.line(text, most: Self.longestReason) }

    func footer(of source: ReportSource) -> String {
        wording(.footer, ["version": name(source.version), "zone": clock.name])
    }

    func dockName(_ source: ReportSource) -> String { name(source.dock.text) }

    /// The name of a class as an adjective.
    func className(_ severity: Severity) -> String {
        switch severity {
        case .emergency: wording(.classEmergency)
        case .critical: wording(.classCritical)
        case .error: wording(.classError)
        case .warning: wording(.classWarning)
        case .notice: wording(.classNotice)
        case .trace: wording(.classTrace)
        }
    }

    func tone(of severity: Severity) -> Tone {
        switch severity {
        case .emergency, .critical: .bad
        case .error, .warning: .watch
        case .notice, .trace: .plain
        }
    }

    /// A verdict in a word.
    func word(_ verdict: MissionVerdict) -> String {
        switch verdict {
        case .done: wording(.verdictDone)
        case .partial: wording(.verdictPartial)
        case .aborted: wording(.verdictAborted)
        case .diverted: wording(.verdictDiverted)
        case .lost: wording(.verdictLost)
        case .held: wording(.verdictHeld)
        case .refused: wording(.verdictRefused)
        case .expired: wording(.verdictExpired)
        case .skipped: wording(.verdictSkipped)
        }
    }

    func tone(of verdict: MissionVerdict) -> Tone {
        switch verdict {
        case .done: .good
        case .partial, .held, .refused, .expired: .watch
        case .aborted, .diverted, .lost: .bad
        case .skipped: .plain
        }
    }

    /// The day after so many days from `time`, or that it is not in sight.
    func day(after days: Double, from time: WallTime) -> String {
        guard days <= 3_652 else { return wording(.beyondTenYears) }
        return clock.day(ZoneClock.later(time, days: days))
    }

    /// The day by which a part has to be ordered: its careful end less the time to get one.
    func orderDay(_ days: DaysLeft, leadDays: Double, orderDays: Double, from time: WallTime) -> String {
        let slack = days.p10 - leadDays - orderDays
        return slack < 1 ? wording(.now) : day(after: slack, from: time)
    }
}
