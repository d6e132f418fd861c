// SPDX-License-Identifier: Apache-2.0
// The flight record: what it must say, what it must refuse, and that its files can be read back.

import DockModel
import Foundation
import Testing

@testable import Paper

@Suite struct FlightRecordTests {
    private func texts(_ record: FlightRecord, _ language: PaperLanguage = .english) throws -> String {
        let pages = DocumentLayout.pages(
            of: record.document(language: language), fonts: try FontShelf())
        return pages.flatMap { $0.textPlaces.map(\.text) }.joined(separator: "\n")
    }

    @Test func `a record with all fields passes`() throws {
        try Sample.record.check()
        #expect(!(try texts(Sample.record)).contains("incomplete"))
    }

    /// Each field of the list with a way to lose it.
    private static let losses: [(FlightRecordField, @Sendable (inout FlightRecord) -> Void)] = [
        (.aircraft, { ($0.aircraft.registration, $0.aircraft.serial) = ("", " ") }),
        (.takeOffPlace, { $0.takeOff = FlightRecord.Leg(at: Sample.begin, place: "\u{0}") }),
        (
            .landingPlace,
            {
                $0.landing = FlightRecord.Leg(
                    at: Sample.after(days: 1), position: GeoPoint(latitude: .nan, longitude: 0))
            }
        ),
        (.totals, { ($0.aircraft.totalHours, $0.aircraft.totalFlights) = (.infinity, nil) }),
        (.remotePilot, { $0.authority.responsible = nil }), (.activity, { $0.activity = "  " }),
        (.authorisation, { $0.authority.authorisation = nil }), (.sight, { $0.authority.sight = nil }),
        (.incidents, { $0.incidents = nil }),
        (.preflightCheck, { $0.checks.removeAll { $0.kind == .preflight } }),
        (.siteSurvey, { $0.checks.removeAll { $0.kind == .site } }),
        (.radioSurvey, { $0.checks.removeAll { $0.kind == .radio } }), (.defects, { $0.defects = nil }),
        (.changes, { $0.changes = nil }),
    ]

    @Test(arguments: 0..<14) func `a record that lacks one field is refused and names it`(index: Int)
        throws
    {
        let (field, lose) = Self.losses[index]
        var record = Sample.record
        lose(&record)
        #expect(record.missing == [field])
        let refused = #expect(throws: PaperError.self) { try record.check() }
        #expect(refused == .incomplete(record: "NORTH-0412", missing: [field.rawValue]))
        #expect(try texts(record).contains("This record is incomplete."))
    }

    @Test func `without take-off and landing their fields and the duration are missing`() {
        var record = Sample.record
        record.takeOff = nil
        #expect(record.missing == [.takeOffTime, .takeOffPlace, .duration])
        record.landing = nil
        #expect(
            record.missing == [.takeOffTime, .takeOffPlace, .landingTime, .landingPlace, .duration])
    }

    @Test func `a clock that went back gives no duration`() {
        var record = Sample.record
        record.landing?.at = WallTime(milliseconds: Sample.begin.milliseconds - 1)
        #expect(record.duration == nil)
        record.takeOff?.at = WallTime(milliseconds: .min)
        record.landing?.at = WallTime(milliseconds: .max)
        #expect(record.duration == nil)
        #expect(record.missing == [.duration])
    }

    @Test func `an empty record says that nothing was recorded`() throws {
        let record = FlightRecord(id: "E-1", dock: "NORTH", zone: "UTC", written: Sample.begin)
        #expect(record.missing == FlightRecordField.allCases)
        let text = try texts(record)
        #expect(text.contains("not recorded"))
        #expect(text.contains("No path was recorded."))
        #expect(text.contains("This record is incomplete."))
    }

    @Test func `the page has the fields of the record`() throws {
        var record = Sample.record
        (record.version, record.amendedBecause) = (2, "the log came later")
        let text = try texts(record)
        for words in [
            "Muster Inspektion GmbH", "LBA-2026-0099", "BVLOS", "D-NORTH1", "128.4 h", "41 min 7 s",
            "62.4 m",
            "52.520000° N, 13.400000° E", "98 %", "6.2 m/s", "propellers changed",
            "This version replaces an earlier one: the log came later", "NORTH-0412 v2",
            record.digests[0].hex,
        ] { #expect(text.contains(words), "\(words)") }
    }

    // MARK: CSV

    /// Reads CSV by the letter of RFC 4180.
    private func rows(_ text: String) -> [[String]] {
        var rows: [[String]] = []
        var row: [String] = []
        var field = ""
        var isQuoted = false
        var rest = Substring(text)
        while let character = rest.popFirst() {
            if isQuoted {
                if character == "\"", rest.first == "\"" {
                    field.append("\"")
                    rest.removeFirst()
                } else if character == "\"" {
                    isQuoted = false
                } else {
                    field.append(character)
                }
            } else if character == "\"" {
                isQuoted = true
            } else if character == "," {
                row.append(field)
                field = ""
            } else if character == "\r\n" {
                rows.append(row + [field])
                (row, field) = ([], "")
            } else {
                field.append(character)
            }
        }
        return rows
    }

    @Test func `a CSV row has a field for each head and can be read back`() throws {
        var record = Sample.record
        record.authority.operatorName = "Flug \"Nord\", GmbH; Co\r\nKG"
        record.authority.responsible = "=HYPERLINK(\"x\")"
        record.takeOff?.position = GeoPoint(latitude: -33.9, longitude: -70.5)
        let rows = rows(FlightRecord.csvHeader + record.csvRow)
        try #require(rows.count == 2)
        #expect(rows[0].count == rows[1].count)
        #expect(Set(rows[0]).count == rows[0].count)
        let fields = Dictionary(uniqueKeysWithValues: zip(rows[0], rows[1]))
        #expect(fields["operator"] == "Flug \"Nord\", GmbH; Co KG")
        #expect(fields["responsible"] == "'=HYPERLINK(\"x\")")
        #expect(fields["take_off_utc"] == "2026-11-18T11:06:40Z")
        #expect(fields["take_off_latitude_deg"] == "-33.900000")
        #expect(fields["duration_s"] == "2467")
        #expect(fields["incidents"] == "none")
        #expect(fields["missing"] == "none")
        #expect(fields["battery_end_percent"] == "")
    }

    @Test(.enabled(if: OtherProgram.isInstalled("python3")))
    func `a CSV row is read by other hands`() throws {
        var record = Sample.record
        record.activity = "a,\"b\"\u{7}\u{2028}c"
        let script = """
            import csv, sys
            rows = list(csv.DictReader(open(sys.argv[1], encoding='utf-8', newline=''), strict=True))
            print(len(rows), rows[0]['activity'], rows[0]['greatest_height_m'])
            """
        let csv = Array((FlightRecord.csvHeader + record.csvRow).utf8)
        let answer = try #require(OtherProgram("python3")).read(csv, ["-c", script, "FILE"])
        #expect(answer.output == "1 a,\"b\" c 62.4\n")
    }

    // MARK: KML

    @Test func `KML is well-formed and has path and plan`() throws {
        var record = Sample.record
        record.dock = "<&\u{1}\"'>"
        record.path[3] = GeoPoint(latitude: .nan, longitude: 13.4)
        record.fence = [record.path[0], record.path[50], record.path[120]]
        let reader = XMLReading()
        #expect(reader.read(Array(record.kml.utf8)))
        #expect(reader.elements.count { $0 == "Placemark" } == 5)
        #expect(reader.elements.count { $0 == "LineString" } == 3)
        let coordinates = try #require(reader.texts["coordinates"])
        #expect(coordinates.contains("13.400000,52.520000,60.0 13.400020,52.520100,61.0"))
        #expect(!coordinates.contains("nan"))
    }

    @Test func `KML of a flight without places is well-formed`() {
        let record = FlightRecord(id: "E-1", dock: "NORTH", zone: "UTC", written: Sample.begin)
        let reader = XMLReading()
        #expect(reader.read(Array(record.kml.utf8)))
        #expect(!reader.elements.contains("Placemark"))
    }
}

/// What a record that is amended, grounded or kept as facts must do.
@Suite struct FlightRecordVersionTests {
    @Test func `the facts come back from JSON, without path and plan`() throws {
        var record = Sample.record
        (record.inAir, record.notes, record.isSigned) = (.seconds(99), ["a note"], true)
        record.versions = [FlightRecord.Version("Roost", "0.1.0")]
        let octets = try JSONEncoder().encode(record)
        var expected = record
        (expected.path, expected.plan, expected.fence, expected.profile) = ([], [], [], nil)
        #expect(try JSONDecoder().decode(FlightRecord.self, from: octets) == expected)
    }

    @Test func `what was counted goes before the times of a clock that can be set`() {
        var record = Sample.record
        record.inAir = .seconds(61)
        #expect(record.duration == .seconds(61))
        record.inAir = .seconds(-1)
        #expect(record.duration == .seconds(2_467))
    }

    @Test func `a mission that never left the ground lacks nothing of a flight`() {
        var record = Sample.record
        (record.takeOff, record.landing, record.isGrounded) = (nil, nil, true)
        #expect(record.missing == [])
        #expect(record.document().textLines.contains { $0.contains("did not leave the ground") })
        record.authority.responsible = nil
        #expect(record.missing == [.remotePilot])
    }

    @Test func `differences name the column and both values, and nothing that every version changes`() {
        var later = Sample.record
        (later.version, later.amendedBecause, later.written) = (2, "a log", Sample.after(days: 3))
        #expect(later.differences(from: Sample.record) == [])
        later.maxima.height = 63.5
        later.battery.end = 41
        let found = later.differences(from: Sample.record)
        #expect(found == ["greatest_height_m: 62.4 -> 63.5", "battery_end_percent: - -> 41"])
    }

    @Test func `a changed fact is found against the CSV file, through quotes and signs`() {
        var record = Sample.record
        record.authority.operatorName = "A \"quoted\", name; =x"
        record.activity = "=1+1"
        let file = Array((FlightRecord.csvHeader + record.csvRow).utf8)
        #expect(record.columnsThatDiffer(fromCSV: file) == [])
        record.authority.responsible = "B. Other"
        record.activity = "+1"
        #expect(record.columnsThatDiffer(fromCSV: file) == ["responsible", "activity"])
        #expect(record.columnsThatDiffer(fromCSV: Array("a,b\r\n1".utf8)) == [])
    }

    @Test(.enabled(if: OtherProgram.isInstalled("pdftotext")))
    func `the pages, the row and the map of a record are what they were`() throws {
        var record = Sample.record
        (record.version, record.amendedBecause) = (2, "the log came later")
        record.differences = ["greatest_height_m: 62.4 -> 63.5"]
        (record.notes, record.isSigned) = (["The path is what the vehicle told."], false)
        record.versions = [FlightRecord.Version("Roost", "0.1.0")]
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden")
        // Where words stand is the layout's matter; which they are and in which order is told here.
        let pages = try textLayer(try record.document().pdf()).split(whereSeparator: \.isNewline)
            .map { $0.split(separator: " ").joined(separator: " ") }.filter { !$0.isEmpty }.joined(separator: "\n")
        for (name, text) in [
            ("record.txt", pages), ("record.csv", FlightRecord.csvHeader + record.csvRow), ("record.kml", record.kml),
        ] {
            let file = folder.appendingPathComponent(name)
            if ProcessInfo.processInfo.environment["ROOST_WRITE_GOLDEN"] != nil {
                try Data(text.utf8).write(to: file)
            }
            #expect(try Data(contentsOf: file) == Data(text.utf8), "\(name)")
        }
    }
}
