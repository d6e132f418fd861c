// SPDX-License-Identifier: Apache-2.0
// What the program asks of Foundation's locale data, printed: every time zone over 190 years, dates, folding, names of
// hosts, English and German. Scripts/slim-icu --check compares the words of two builds of it. No target of the package.

import Foundation

let noon = Date(timeIntervalSince1970: 1_790_000_000)

/// One zone: its offsets every three weeks, its next change, its abbreviation.
func line(of id: String) -> String {
    guard let zone = TimeZone(identifier: id) else { return "\(id) unknown" }
    var sum = 0
    for time in stride(from: -2_000_000_000.0, to: 4_000_000_000, by: 20 * 86_400 + 3_601) {
        sum = sum &* 31 &+ zone.secondsFromGMT(for: Date(timeIntervalSince1970: time))
    }
    let next = zone.nextDaylightSavingTimeTransition(after: noon)?.timeIntervalSince1970 ?? 0
    return "\(id) \(sum) \(next) \(zone.abbreviation(for: noon) ?? "-") \(zone.isDaylightSavingTime(for: noon))"
}

let aliases = ["US/Pacific", "Asia/Calcutta", "GMT+2", "CET", "EST5EDT", "Etc/GMT-3", "Nowhere/None"]
for id in TimeZone.knownTimeZoneIdentifiers.sorted() + aliases { print(line(of: id)) }

var calendar = Calendar(identifier: .gregorian)
calendar.timeZone = TimeZone(identifier: "Europe/Berlin") ?? .gmt
for day in stride(from: 0.0, to: 20_000, by: 37) {
    let date = Date(timeIntervalSince1970: day * 86_400)
    print(calendar.dateComponents([.year, .month, .day, .weekday, .weekOfYear, .hour, .yearForWeekOfYear], from: date))
}
print(calendar.firstWeekday, calendar.minimumDaysInFirstWeek, Calendar.current.identifier, Locale.current.identifier)
print(noon.formatted(.iso8601), noon, String(format: "%.3f %d %5.1f%%", 1234.5, 42, 99.5))
print("ÄÖÜß ſ ﬁ".lowercased(), "straße".uppercased(), "é".decomposedStringWithCanonicalMapping.unicodeScalars.count)
print("a10".compare("a9", options: .numeric).rawValue, "äb".localizedCaseInsensitiveCompare("AC").rawValue)
print("É".folding(options: [.diacriticInsensitive, .caseInsensitive], locale: nil))
print(URL(string: "https://bücher.example/pfad?x=ä")?.absoluteString ?? "no address")
print(12345.678.formatted(), 0.25.formatted(.percent), noon.formatted(date: .long, time: .shortened))
print(String(data: Data([0xE4, 0x80]), encoding: .windowsCP1252) ?? "-")
print(CocoaError(.fileNoSuchFile).localizedDescription)
let formatter = DateFormatter()
(formatter.timeZone, formatter.dateFormat) = (.gmt, "EEE, dd MMM yyyy HH:mm:ss Z")
for name in ["en_US_POSIX", "en_GB", "de_DE", "de_AT"] {
    formatter.locale = Locale(identifier: name)
    print(formatter.string(from: noon))
}
