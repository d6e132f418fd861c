// SPDX-License-Identifier: Apache-2.0
// Writes the mail that brings a flight record. A record that lacks a field is called incomplete in the subject, with
// the names of what it lacks; the mail never looks more complete than the record.

import DockModel

extension ReportWriter {
    /// The longest list of fields or changes in the mail; the files hold all of them.
    private static let longestRecordList = 20

    /// The mail of a flight record.
    public func record(_ input: RecordInput) -> RenderedReport {
        let words = RecordWords(wording.language)
        var subject = "\(wording(.dock, ["dock": dockName(input.source)])): \(words.flightRecord) \(name(input.run))"
        if input.version > 1 { subject += ", \(words.version) \(input.version)" }
        subject += ", " + (input.missing.isEmpty ? word(input.verdict) : words.incomplete)
        var summary: [String] = []
        if !input.missing.isEmpty {
            let shown = input.missing.prefix(Self.longestRecordList).map(name).joined(separator: ", ")
            summary.append("\(words.lacks): \(shown).")
        }
        if let why = input.amendedBecause { summary.append("\(words.amended): \(reason(why)).") }
        var sections = [Section(title: words.flight, blocks: [.facts(recordFacts(input, words))])]
        if !input.differences.isEmpty {
            sections.append(Section(title: words.differences, blocks: [list(input.differences)]))
        }
        if !input.notes.isEmpty { sections.append(Section(title: words.notes, blocks: [list(input.notes)])) }
        let signing = input.isSigned ? words.signed : words.unsigned
        sections.append(
            Section(title: words.files, blocks: [list(input.files), .note("\(signing) \(words.kept)")]))
        let page = Page(
            kind: "\(words.flightRecord) \(name(input.run)), \(words.version) \(input.version)",
            verdict: subject, tone: input.missing.isEmpty ? .good : .watch, summary: summary, sections: sections,
            footer: footer(of: input.source))
        return report(subject: subject, page: page)
    }

    private func list(_ lines: [String]) -> Block {
        let shown = lines.prefix(Self.longestRecordList).map { Cell(reason($0)) }
        let more = lines.count - shown.count
        return .list(shown + (more > 0 ? [Cell(wording(.andMore, ["n": "\(more)"]))] : []))
    }

    private func recordFacts(_ input: RecordInput, _ words: RecordWords) -> [(name: String, value: String)] {
        func time(_ time: WallTime?) -> String {
            time.map { "\(clock.utc($0)) / \(clock.stamp($0))" } ?? wording(.notMeasured)
        }
        func said(_ text: String?) -> String { text.map(name) ?? words.notRecorded }
        return [
            (wording(.factTakeOff), input.takeOff == nil ? wording(.didNotFly) : time(input.takeOff)),
            (wording(.factLanding), input.takeOff == nil ? wording(.didNotFly) : time(input.landing)),
            (wording(.factDuration), figures.span(input.inAir)),
            (words.aircraft, said(input.aircraft)), (words.responsible, said(input.responsible)),
            (words.authorisation, said(input.authorisation)),
            (words.incidents, input.incidents.map { "\($0)" } ?? words.notRecorded),
        ]
    }
}

/// The sentences that only the mail of a record has.
private struct RecordWords {
    var flightRecord, version, incomplete, lacks, amended: String
    var flight, differences, notes, files, signed, unsigned, kept: String
    var aircraft, responsible, authorisation, incidents, notRecorded: String

    init(_ language: ReportLanguage) {
        switch language {
        case .english:
            (flightRecord, version, incomplete) = ("flight record", "version", "INCOMPLETE")
            (lacks, amended) = ("The record lacks", "This version replaces an earlier one, which is kept")
            (flight, differences, notes, files) = ("Flight", "What this version changes", "Notes", "Files")
            signed = "The PDF is signed; the file that ends with .p7s holds the signature."
            unsigned = "The PDF is not signed: no key is set up for it."
            kept = "The dock keeps the same files; roost log verify checks them."
            (aircraft, responsible) = ("Aircraft", "Responsible")
            (authorisation, incidents, notRecorded) = ("Authorisation", "Incidents", "not recorded")
        case .german:
            (flightRecord, version, incomplete) = ("Flugbericht", "Fassung", "UNVOLLSTÄNDIG")
            (lacks, amended) = ("Dem Bericht fehlen", "Diese Fassung ersetzt eine frühere, die erhalten bleibt")
            (flight, differences, notes, files) = ("Flug", "Was diese Fassung ändert", "Hinweise", "Dateien")
            signed = "Das PDF ist signiert; die Datei mit der Endung .p7s enthält die Signatur."
            unsigned = "Das PDF ist nicht signiert: Dafür ist kein Schlüssel eingerichtet."
            kept = "Das Dock bewahrt dieselben Dateien auf; roost log verify prüft sie."
            (aircraft, responsible) = ("Fluggerät", "Verantwortlich")
            (authorisation, incidents, notRecorded) = ("Genehmigung", "Vorfälle", "nicht erfasst")
        }
    }
}
