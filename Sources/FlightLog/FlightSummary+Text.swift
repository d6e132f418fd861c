// SPDX-License-Identifier: Apache-2.0
// The summary as lines for people, as CSV (RFC 4180) and as KML. Foreign text is escaped by each form's own rules; the
// caller decides where the text goes.

extension FlightSummary {
    /// Lines for people: a heading for each section, then name, value and unit.
    public var text: [String] {
        var lines: [String] = []
        var section = ""
        for figure in figures {
            if figure.section != section {
                if !section.isEmpty { lines.append("") }
                section = figure.section
                lines.append(section)
            }
            let space = String(repeating: " ", count: max(1, 28 - figure.name.count))
            let unit = figure.unit.isEmpty || figure.value == nil ? "" : " " + figure.unit
            lines.append("  \(figure.name)\(space)\(figure.value ?? "unknown")\(unit)")
        }
        return lines
    }

    /// A table of section, name, value and unit.
    public var csv: String {
        let header = "section,name,value,unit\r\n"
        return header
            + figures.map { figure in
                [figure.section, figure.name, figure.value ?? "", figure.unit].map(Self.quoted).joined(
                    separator: ",")
                    + "\r\n"
            }.joined()
    }

    /// The flown path and its ends for a map. Heights are above mean sea level.
    public var kml: String {
        let name = Self.escaped(file ?? "flight")
        var placemarks = ""
        for (title, time, point) in [
            ("start", startMicroseconds, path.first), ("end", endMicroseconds, path.last),
        ] {
            guard let point else { continue }
            let when = utc(time).map { "<TimeStamp><when>\($0)</when></TimeStamp>" } ?? ""
            placemarks += """
                <Placemark><name>\(title)</name>\(when)<Point><altitudeMode>absolute</altitudeMode>\
                <coordinates>\(Self.coordinates(point))</coordinates></Point></Placemark>

                """
        }
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>\(name)</name>
            <Style id="path"><LineStyle><color>ff00aaff</color><width>3</width></LineStyle></Style>
            \(placemarks)<Placemark><name>path</name><styleUrl>#path</styleUrl><LineString>\
            <altitudeMode>absolute</altitudeMode><coordinates>
            \(path.map(Self.coordinates).joined(separator: "\n"))
            </coordinates></LineString></Placemark>
            </Document></kml>

            """
    }

    private static func coordinates(_ point: PathPoint) -> String {
        [point.longitude, point.latitude].map { decimal(Decimals.rounded($0, 7) ?? 0, 7) }.joined(
            separator: ",")
            + "," + decimal(point.altitudeMetres.flatMap { Decimals.rounded($0, 3) } ?? 0, 3)
    }

    /// A number without an exponent, which KML does not know.
    private static func decimal(_ value: Double, _ places: Int) -> String {
        let short = "\(value)"
        guard short.contains("e") else { return short }
        var factor = 1.0
        for _ in 0..<places { factor *= 10 }
        guard abs(value) < 1e9 else { return "0" }
        let digits = String(Int64((abs(value) * factor).rounded()))
        let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
        return (value < 0 ? "-" : "") + padded.dropLast(places) + "." + padded.suffix(places)
    }

    /// A cell: quoted when it must be, and never a formula of a spreadsheet.
    private static func quoted(_ cell: String) -> String {
        var cell = cell
        if let first = cell.unicodeScalars.first, "=+@\t\r".unicodeScalars.contains(first) {
            cell = "'" + cell
        }
        guard cell.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else {
            return cell
        }
        return "\"" + cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
            + "\""
    }

    /// Text inside of XML; what XML cannot hold is left out.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            default:
                if scalar.value >= 32, scalar.value != 0xFFFE, scalar.value != 0xFFFF {
                    escaped.unicodeScalars.append(scalar)
                }
            }
        }
        return escaped
    }
}
