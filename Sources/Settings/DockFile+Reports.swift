// SPDX-License-Identifier: Apache-2.0
// Decodes the reports section of dock.yaml: units, paper, and which digests come besides the daily one. The daily
// digest has no switch: it is also the dock's sign of life.

/// The units of digests.
public enum ReportUnitSetting: String, Sendable, Hashable, CaseIterable {
    /// m, m/s, °C, mm.
    case si
    /// ft, mph, °F, in.
    case imperial
}

/// The paper of digests.
public enum ReportPaperSetting: String, Sendable, Hashable, CaseIterable {
    /// 210 x 297 mm.
    case a4
    /// 8.5 x 11 inch.
    case letter
    /// No PDF goes with a digest.
    case none
}

/// When a weekly digest is written: with the daily one of this day.
public enum WeeklySetting: String, Sendable, Hashable, CaseIterable {
    /// Never.
    case off
    /// A day of the week.
    case sunday, monday, tuesday, wednesday, thursday, friday, saturday

    /// The day of the week, 0 is Sunday; nil when there is none.
    public var weekday: Int? { Self.allCases.firstIndex(of: self).flatMap { $0 == 0 ? nil : $0 - 1 } }
}

/// When a monthly digest is written.
public enum MonthlySetting: String, Sendable, Hashable, CaseIterable {
    /// Never.
    case off
    /// With the first daily digest of the month that follows.
    case first
}

/// How digests look, and how often there is one.
public struct ReportSettings: Sendable, Equatable {
    /// The units.
    public var units = ReportUnitSetting.si
    /// The paper of the PDF that goes with a digest.
    public var paper = ReportPaperSetting.a4
    /// The weekly digest. None by default: a daily and a monthly one say the same already.
    public var weekly = WeeklySetting.off
    /// The monthly digest. On by default: what only shows over weeks is seen by nobody who reads one day at a time.
    public var monthly = MonthlySetting.first

    /// The defaults.
    public init() {}
}

extension DockFile {
    static func reports(_ top: MappingReader) -> ReportSettings {
        var settings = ReportSettings()
        guard let reader = top.mapping("reports") else { return settings }
        defer { reader.finish() }
        settings.units = reader.choice("units", default: settings.units, orElse: settings.units)
        settings.paper = reader.choice("paper", default: settings.paper, orElse: settings.paper)
        settings.weekly = reader.choice("weekly", default: settings.weekly, orElse: settings.weekly)
        settings.monthly = reader.choice("monthly", default: settings.monthly, orElse: settings.monthly)
        return settings
    }
}
