// SPDX-License-Identifier: Apache-2.0
// The report about one incident from the store, in all its forms: the words of its alert with what was measured in
// the seconds before it. Why it was told, and what explained it, is what the filter stored then.

internal import DockModel
public import Paper
public import Report
internal import RoostCore
internal import Schedule
public import Settings
public import Store

/// One stored incident.
public struct IncidentSheet: Sendable {
    private let incident: Incident
    private let told: ToldEvent?
    private let id: String

    /// The incident of a row; nil when it was written by a Roost that knows other kinds.
    /// - Throws: `StoreError` when the store cannot be read.
    public init?(_ row: IncidentRecord, in database: RoostDatabase) throws(StoreError) {
        guard let archived = ArchivedIncident(row) else { return nil }
        (incident, id) = (archived.incident, row.id)
        var found: ToldEvent?
        for event in try database.events(ofIncident: row.id) {
            // An event of another version has nothing to add.
            guard let told = try? TriageDesk.told(event) else { continue }
            if found == nil || found?.before == nil && told.before != nil { found = told }
        }
        told = found
    }

    private func input(_ dock: DockIdentity, _ language: ReportLanguage) -> IncidentInput {
        let words: MailLanguage = language == .german ? .german : .english
        var input = IncidentInput(
            source: ReportSource(dock: dock.id, version: DaemonVersion.text), id: id,
            severity: incident.kind.severity,
            title: incident.title(in: words), at: incident.resolved ?? incident.opened, since: incident.opened)
        input.ended = incident.resolved
        input.what = incident.detail
        input.action = language == .german ? incident.kind.germanRemedy : incident.kind.remedy
        input.isVisitNeeded = incident.kind.needsVisit
        input.kind = incident.kind.rawValue
        if let cause = told?.rootCause {
            input.rootCause = cause.line
            input.rootCause?.title = cause.title(in: words)
        }
        input.whyNow = told?.why
        input.before = told?.before
        return input
    }

    /// The words and the table of the seconds before.
    public func report(_ dock: DockIdentity, _ language: ReportLanguage) -> RenderedReport {
        ReportWriter(zone: dock.timeZone.identifier, language: language).incident(input(dock, language))
    }

    /// The same on paper.
    public func pdf(_ dock: DockIdentity, _ language: ReportLanguage, size: PaperSize) throws(PaperError) -> [UInt8]
    {
        let writer = ReportWriter(zone: dock.timeZone.identifier, language: language)
        let input = input(dock, language)
        return try DigestPaper.document(
            writer.incidentPage(input).page, id: "\(dock.id) \(id)", language: language, size: size,
            created: input.at
        ).pdf()
    }
}
