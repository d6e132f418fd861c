// SPDX-License-Identifier: Apache-2.0
// The facts of one notice about a part.
// They come from the wear model; nothing here computes a life or sets a limit.

import DockModel

/// Why a mail about a part is sent.
public enum PartNoticeKind: String, Sendable, Equatable, Codable, CaseIterable {
    /// Its stage is reached for the first time.
    case issued
    /// It lasts longer than was said.
    case withdrawn
    /// It is due again after a withdrawal.
    case reinstated
    /// It looks new although no replacement was recorded.
    case replacementSuspected
}

/// What was measured of a part.
public struct PartMeasure: Sendable, Equatable {
    /// What is measured: "travel current".
    public var kind: String
    /// Its unit.
    public var unit: String
    /// The last believed value.
    public var value: Double?
    /// The value of a new part.
    public var new: Double
    /// The value at which the part is worn out.
    public var endOfLife: Double

    /// A measure of a part.
    public init(kind: String, unit: String, value: Double?, new: Double, endOfLife: Double) {
        self.kind = kind
        self.unit = unit
        self.value = value
        self.new = new
        self.endOfLife = endOfLife
    }
}

/// Uses that are left: one part in ten has fewer than `p10`, half fewer than `p50`, nine in ten fewer than
/// `p90`.
public struct UsesLeft: Sendable, Equatable {
    /// One part in ten has fewer.
    public var p10: Double
    /// Half of the parts have fewer.
    public var p50: Double
    /// Nine in ten have fewer.
    public var p90: Double

    /// Uses left.
    public init(p10: Double, p50: Double, p90: Double) {
        self.p10 = p10
        self.p50 = p50
        self.p90 = p90
    }
}

/// The facts of one notice.
public struct PartNoticeInput: Sendable, Equatable {
    /// Which dock speaks.
    public var source: ReportSource
    /// When the notice became due.
    public var at: WallTime
    /// The part's name in the settings, for commands.
    public var part: PartID
    /// The part's name for people.
    public var name: String
    /// The unit's serial number.
    public var serial: String
    /// How near the end it is.
    public var stage: PartStage
    /// Why the mail is sent.
    public var kind: PartNoticeKind
    /// When it ends, in days.
    public var daysLeft: DaysLeft
    /// When it ends, in uses.
    public var usesLeft: UsesLeft
    /// The unit of uses: "moves".
    public var useUnit: String
    /// Uses so far.
    public var use: Double
    /// When the unit was installed.
    public var installedAt: WallTime?
    /// What is measured; nil for a part of which only uses are counted.
    public var measure: PartMeasure?
    /// What the forecast rests on.
    public var basis: PartBasis
    /// Days from order to arrival.
    public var leadDays: Double
    /// Days to get an order out.
    public var orderDays: Double
    /// Why now, in sentences.
    public var reasons: [String] = []
    /// When the visit is planned on which it is changed; nil when none is.
    public var visit: WallTime?
    /// The parts that are changed on that visit, itself among them: "Cover motor, serial CM-2291".
    public var together: [String] = []
    /// Whether the visit's work order and calendar event go with the mail.
    public var hasPapers = false
    /// Whether the chart of what was measured goes with the mail.
    public var hasChart = false
    /// What to do on site beside the usual, from the parts list.
    public var steps: [String] = []

    /// The facts of one notice; reasons, steps and what is optional are set afterwards.
    public init(
        source: ReportSource, at: WallTime, part: PartID, name: String, serial: String, stage: PartStage,
        kind: PartNoticeKind = .issued, daysLeft: DaysLeft, usesLeft: UsesLeft,
        useUnit: String, use: Double, basis: PartBasis, leadDays: Double, orderDays: Double
    ) {
        self.source = source
        self.at = at
        self.part = part
        self.name = name
        self.serial = serial
        self.stage = stage
        self.kind = kind
        self.daysLeft = daysLeft
        self.usesLeft = usesLeft
        self.useUnit = useUnit
        self.use = use
        self.basis = basis
        self.leadDays = leadDays
        self.orderDays = orderDays
    }
}
