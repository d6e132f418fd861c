// SPDX-License-Identifier: Apache-2.0
// The facts of the mail that brings a flight record. The record itself is in the files beside it; the mail says whether
// it is complete, and what it lacks.

public import DockModel

/// What the mail about a flight record says.
public struct RecordInput: Sendable, Equatable {
    /// Who writes.
    public var source: ReportSource
    /// The run.
    public var run: String
    /// How it ended.
    public var verdict: MissionVerdict
    /// The version of the record.
    public var version: Int
    /// Why this version replaces the one before; nil for the first.
    public var amendedBecause: String?
    /// What this version changes.
    public var differences: [String] = []
    /// The names of the fields that the record lacks; empty when it is complete.
    public var missing: [String] = []
    /// When it took off; nil when it did not.
    public var takeOff: WallTime?
    /// When it landed.
    public var landing: WallTime?
    /// Time in the air.
    public var inAir: Duration?
    /// What the aircraft is known by.
    public var aircraft: String?
    /// Who is responsible.
    public var responsible: String?
    /// The authorisation's number.
    public var authorisation: String?
    /// Incidents; nil when nobody looked.
    public var incidents: Int?
    /// What the reader must know.
    public var notes: [String] = []
    /// The names of the files.
    public var files: [String] = []
    /// Whether a signature is among them.
    public var isSigned = false

    /// The facts of a record.
    public init(source: ReportSource, run: String, verdict: MissionVerdict, version: Int) {
        (self.source, self.run, self.verdict, self.version) = (source, run, verdict, version)
    }
}
