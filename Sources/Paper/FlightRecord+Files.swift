// SPDX-License-Identifier: Apache-2.0
// The flight record for machines: one CSV row a flight (RFC 4180), so that a year's flights can be written row by
// row, and KML for maps. A spreadsheet must never run a field as a formula; XML is escaped; numbers have a point.

import DockModel

extension FlightRecord {
    /// The heads of the CSV's columns, ended by CR LF; write them once.
    public static var csvHeader: String { CSVRow.text(columns(nil).map(\.0)) }

    /// The record as one CSV row, ended by CR LF.
    public var csvRow: String { CSVRow.text(Self.columns(self).map(\.1)) }

    /// What differs in this record from an older version of it: the column, then both values.
    public func differences(from older: FlightRecord) -> [String] {
        let own: Set = ["version", "amended_because", "written_utc", "missing", "notes"]
        return zip(Self.columns(older), Self.columns(self)).compactMap { before, after -> String? in
            guard before.1 != after.1, !own.contains(before.0) else { return nil }
            func shown(_ text: String) -> String { text.isEmpty ? "-" : PaperText.line(text, most: 120) }
            return "\(before.0): \(shown(before.1)) -> \(shown(after.1))"
        }
    }

    /// The names of the columns in which a CSV file of one record, as octets, differs from this record.
    public func columnsThatDiffer(fromCSV octets: [UInt8]) -> [String] {
        let fields = CSVRow.fields(ofSecondRow: String(decoding: octets, as: UTF8.self))
        let own = Self.columns(self)
        guard fields.count == own.count else { return [] }
        return zip(own, fields).compactMap { $0.1 == $1 || CSVRow.clean($0.1) == $1 ? nil : $0.0 }
    }

    /// The columns and the fields of a record; without one the fields are empty.
    private static func columns(_ record: FlightRecord?) -> [(String, String)] {
        func number(_ value: Double?, _ decimals: Int) -> String {
            value.flatMap { NumberText.text($0, decimals: decimals) } ?? ""
        }
        func leg(_ name: String, _ leg: Leg?) -> [(String, String)] {
            let place = leg?.position.flatMap { $0.isValid ? $0 : nil }
            return [
                ("\(name)_utc", leg.map { PaperClock.utcStamp($0.at) } ?? ""),
                ("\(name)_place", leg?.place ?? ""),
                ("\(name)_latitude_deg", number(place?.latitude, 6)),
                ("\(name)_longitude_deg", number(place?.longitude, 6)),
            ]
        }
        func lines(_ lines: [String]?) -> String {
            lines.map { $0.isEmpty ? "none" : $0.joined(separator: " | ") } ?? ""
        }
        let events = { (events: [Event]?) in
            lines(events?.map { "\(PaperClock.utcStamp($0.at)) \($0.grade) \($0.text)" })
        }
        let seconds = record?.duration.map { Double($0.components.seconds) }
        let head: [(String, String)] = [
            ("record", record?.id ?? ""), ("version", record.map { "\($0.version)" } ?? ""),
            ("amended_because", record?.amendedBecause ?? ""),
            ("written_utc", record.map { PaperClock.utcStamp($0.written) } ?? ""),
            ("dock", record?.dock ?? ""), ("operator", record?.authority.operatorName ?? ""),
            ("operator_registration", record?.authority.operatorRegistration ?? ""),
            ("responsible", record?.authority.responsible ?? ""),
            ("authorisation", record?.authority.authorisation ?? ""),
            ("sight", record?.authority.sight ?? ""),
            ("registration", record?.aircraft.registration ?? ""), ("serial", record?.aircraft.serial ?? ""),
            ("model", record?.aircraft.model ?? ""),
            ("total_hours_h", number(record?.aircraft.totalHours, 2)),
            ("total_flights", record?.aircraft.totalFlights.map { "\($0)" } ?? ""),
            ("activity", record?.activity ?? ""), ("verdict", record?.verdict ?? ""),
        ]
        let flight: [(String, String)] = [
            ("duration_s", number(seconds, 0)), ("greatest_height_m", number(record?.maxima.height, 1)),
            ("greatest_distance_m", number(record?.maxima.distance, 0)),
            ("path_length_m", number(record?.maxima.length, 0)),
            ("greatest_speed_m_s", number(record?.maxima.speed, 1)),
            ("strongest_gust_m_s", number(record?.maxima.gust, 1)),
            ("least_satellites", record?.maxima.leastSatellites.map { "\($0)" } ?? ""),
            ("battery_serial", record?.battery.serial ?? ""),
            ("battery_start_percent", number(record?.battery.start, 0)),
            ("battery_end_percent", number(record?.battery.end, 0)),
            ("battery_health_percent", number(record?.battery.health, 0)),
            ("battery_cycles", record?.battery.cycles.map { "\($0)" } ?? ""),
            ("remote_id", record?.remoteID ?? ""),
            ("gates", lines(record?.gates.map { "\($0.name) \($0.answer) \($0.value) (\($0.limit))" })),
            ("checks", lines(record?.checks.map { "\($0.kind.rawValue): \($0.what): \($0.result)" })),
            ("incidents", events(record?.incidents)), ("events", events(record?.events)),
            ("defects", lines(record?.defects)), ("changes", lines(record?.changes)),
            ("sha256", lines(record?.digests.map { "\($0.name) \($0.hex)" })),
            ("missing", lines(record?.missing.map(\.rawValue))),
            ("versions", lines(record?.versions.map { "\($0.name) \($0.text)" })),
            ("notes", lines(record?.notes)), ("local_zone", record?.zone ?? ""),
        ]
        return head + leg("take_off", record?.takeOff) + leg("landing", record?.landing) + flight
    }

    /// The record as KML 2.2: take-off, landing, the path that was flown and the one that was planned.
    public var kml: String {
        var places = ""
        for (name, leg) in [("Take-off", takeOff), ("Landing", landing)] {
            guard let leg, let position = leg.position, let coordinates = KML.coordinates([position]) else {
                continue
            }
            places += """
                <Placemark><name>\(name)</name><description>\(PaperText.xml(leg.place ?? ""))</description>\
                <TimeStamp><when>\(PaperClock.utcStamp(leg.at))</when></TimeStamp>\
                <Point><coordinates>\(coordinates)</coordinates></Point></Placemark>\n
                """
        }
        for (name, style, line) in [
            ("Flown", "flown", path), ("Planned", "planned", plan), ("Fence", "fence", fence),
        ] {
            guard line.count > 1,
                let coordinates = KML.coordinates(name == "Fence" ? line + line.prefix(1) : line)
            else { continue }
            let mode = line.contains { $0.height != nil } ? "relativeToGround" : "clampToGround"
            places += """
                <Placemark><name>\(name)</name><styleUrl>#\(style)</styleUrl><LineString>\
                <altitudeMode>\(mode)</altitudeMode><coordinates>\(coordinates)</coordinates></LineString></Placemark>\n
                """
        }
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <kml xmlns="http://www.opengis.net/kml/2.2"><Document>
            <name>\(PaperText.xml("\(id) v\(version)"))</name>
            <description>\(PaperText.xml("\(dock), \(aircraft.registration ?? aircraft.serial ?? "")"))</description>
            <Style id="flown"><LineStyle><color>ffb27200</color><width>3</width></LineStyle></Style>
            <Style id="planned"><LineStyle><color>ff505050</color><width>2</width></LineStyle></Style>
            <Style id="fence"><LineStyle><color>ff005ed5</color><width>2</width></LineStyle></Style>
            \(places)</Document></kml>

            """
    }
}

/// Coordinates as KML has them.
private enum KML {
    /// Longitude, latitude, height; nil when there is no place among them.
    static func coordinates(_ points: [GeoPoint]) -> String? {
        let written = points.compactMap { point -> String? in
            guard point.isValid, let longitude = NumberText.text(point.longitude, decimals: 6),
                let latitude = NumberText.text(point.latitude, decimals: 6)
            else { return nil }
            let height = point.height.flatMap { NumberText.text($0, decimals: 1) }
            return "\(longitude),\(latitude)" + (height.map { ",\($0)" } ?? "")
        }
        return written.isEmpty ? nil : written.joined(separator: " ")
    }
}

/// Rows of CSV.
enum CSVRow {
    /// The longest field, in characters.
    static let longestField = 8_000

    static func text(_ fields: [String]) -> String { fields.map(field).joined(separator: ",") + "\r\n" }

    /// A field without what a table must not hold; one that a spreadsheet would run gets an apostrophe.
    static func clean(_ text: String) -> String {
        let clean = PaperText.line(text, most: longestField)
        guard let first = clean.first, "=+-@".contains(first), Double(clean) == nil else { return clean }
        return "'" + clean
    }

    /// The fields of the second row of a text; empty when there is none.
    static func fields(ofSecondRow text: String) -> [String] {
        var fields: [String] = []
        var field = "", row = 0, isQuoted = false
        for character in text {
            if isQuoted, character != "\"" {
                if row == 1 { field.append(character) }
            } else if character == "\"" {
                // Two of them in a quoted field are one: the first ends the quotes, the second begins them again.
                if !isQuoted, row == 1, field.isEmpty == false { field.append("\"") }
                isQuoted.toggle()
            } else if character == "," {
                if row == 1 { fields.append(field) }
                field = ""
            } else if character.isNewline {
                if row == 1 { return fields + [field] }
                (row, field) = (row + 1, "")
            } else if row == 1 {
                field.append(character)
            }
        }
        return []
    }

    /// One field: quoted when it needs to be.
    private static func field(_ text: String) -> String {
        let clean = clean(text)
        guard clean.contains(where: { "\",;".contains($0) }) else { return clean }
        return "\"" + clean.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
            + "\""
    }
}
