// SPDX-License-Identifier: Apache-2.0
// The schedules of a folder together: every file, the blackouts that hold for all of them, and who follows whom. It
// refuses names used twice, circles, and links to nobody.

import DockModel
import Registers
import Schedule

/// The schedules of one configuration.
struct ScheduleFolder {
    /// The schema of a file of blackouts that hold for several schedules.
    static let blackoutSchema = "roost-blackouts/1"
    /// Where the files are.
    static let folder = "schedules/"

    /// The good ones, in the order of their files.
    private(set) var schedules: [ScheduleFile.PlacedRule] = []
    /// What is wrong.
    private(set) var problems: [SettingsProblem] = []
    private let contents: [String: [UInt8]]
    private let surroundings: ScheduleSurroundings

    /// The schedules among the files, or those that the dock's settings name.
    init(files: ConfigurationFiles, dock: DockSettings, profiles: [String: DeviceProfile]) {
        contents = files.contents
        var calendars: [String: [UInt8]] = [:]
        for (path, bytes) in files.contents where path.hasPrefix(Self.folder) && path.hasSuffix(".ics") {
            calendars[String(path.dropFirst(Self.folder.count))] = bytes
        }
        surroundings = ScheduleSurroundings(
            zone: dock.dock.timeZone,
            site: SunSite(latitude: dock.dock.latitude, longitude: dock.dock.longitude), limits: dock.limits,
            calendars: ScheduleCalendars(files: calendars, folder: Self.folder))
        load(named: dock.scheduleFiles)
        checkTriggers(dock, profiles)
        problems += surroundings.calendars.problems
    }

    private mutating func report(_ file: String, _ place: Place, _ message: String, _ remedy: String) {
        problems.append(SettingsProblem(file: file, place: place, message: message, remedy: remedy))
    }

    private mutating func load(named: [String]?) {
        let present = contents.keys.filter { $0.hasPrefix(Self.folder) && $0.hasSuffix(".yaml") }.sorted()
        let wanted = named.map { $0.map { Self.folder + $0 } } ?? present
        // A blackout that lies in the folder holds, whether or not somebody thought of naming its file.
        let general = present.filter { isBlackouts($0) }
        for path in wanted where !general.contains(path) {
            guard let bytes = contents[path] else {
                report(
                    path, .start, "the file is missing, and dock.yaml names it under schedules",
                    "put it there")
                continue
            }
            let log = ProblemLog(file: path)
            let placed = ScheduleFile.decode(bytes, in: surroundings, log: log)
            problems += log.sorted
            guard let placed else { continue }
            if schedules.contains(where: { $0.rule.name == placed.rule.name }) {
                report(
                    path, placed.namePlace, "schedule name \(quoted(placed.rule.name.text)) is used twice",
                    "rename one of them")
                continue
            }
            schedules.append(placed)
        }
        for path in general { addBlackouts(path) }
        link()
    }

    /// Whether a file says that it holds blackouts.
    private func isBlackouts(_ path: String) -> Bool {
        let log = ProblemLog(file: path)
        guard let root = parseYAML(contents[path] ?? [], log: log), case .mapping(let entries) = root.kind,
            case .scalar(let schema, _)? = entries.first(where: { $0.key == "schema" })?.value.kind
        else { return false }
        return schema == Self.blackoutSchema
    }

    private mutating func addBlackouts(_ path: String) {
        let log = ProblemLog(file: path)
        defer { problems += log.sorted }
        guard let root = parseYAML(contents[path] ?? [], log: log),
            let top = MappingReader(root, path: "", log: log)
        else { return }
        checkSchema(top, Self.blackoutSchema)
        let names = top.texts("schedules")
        for (name, place) in names where !schedules.contains(where: { $0.rule.name.text == name }) {
            log.report(place, "there is no schedule \(quoted(name))", remedy(for: name))
        }
        if top.required("blackouts", example: "[{calendar: closed-days.ics}]") == nil { return }
        for index in schedules.indices {
            let rule = schedules[index].rule
            guard names.isEmpty || names.contains(where: { $0.text == rule.name.text }) else { continue }
            let added = ScheduleFile.blackouts(top, zone: rule.zone, surroundings.calendars)
            schedules[index].rule = rule.adding(blackouts: added)
        }
        // Read once more without a schedule, so that a file of an empty folder is checked, too.
        _ = ScheduleFile.blackouts(top, zone: surroundings.zone ?? .utc, surroundings.calendars)
        top.finish()
    }

    private func remedy(for name: String) -> String {
        nearest(to: name, in: schedules.map(\.rule.name.text)).map { "did you mean \"\($0)\"?" }
            ?? "name a schedule of this folder"
    }

    /// Gives every schedule that follows another the rule of that one.
    private mutating func link() {
        for index in schedules.indices {
            guard let chain = chain(of: schedules[index].rule) else { continue }
            let placed = schedules[index]
            var row = [placed.rule.name], next = chain.after
            var refused = false
            while !refused {
                guard let other = schedules.first(where: { $0.rule.name == next }) else {
                    // A link that is broken further on is told where it stands.
                    if row.count == 1 {
                        report(
                            placed.file, placed.afterPlace,
                            "there is no schedule \(quoted(next.text)) to follow",
                            remedy(for: next.text))
                    }
                    break
                }
                refused = row.contains(next)
                row.append(next)
                if refused {
                    report(
                        placed.file, placed.afterPlace,
                        "schedules follow each other in a circle: "
                            + row.map(\.text).joined(separator: " after "),
                        "give one of them times of its own")
                } else if row.count > Chain.mostLinks {
                    refused = true
                    report(
                        placed.file, placed.afterPlace,
                        "more than \(Chain.mostLinks) schedules follow each other",
                        "give one of them times of its own")
                }
                guard let further = self.chain(of: other.rule) else { break }
                next = further.after
            }
        }
        guard problems.isEmpty else { return }
        // From the head of each row on: whoever follows a linked rule is linked in the next round.
        for _ in 0..<Chain.mostLinks {
            for index in schedules.indices {
                guard let chain = chain(of: schedules[index].rule),
                    let other = schedules.first(where: { $0.rule.name == chain.after })
                else { continue }
                schedules[index].rule = schedules[index].rule.following(other.rule)
            }
        }
    }

    private func chain(of rule: ScheduleRule) -> Chain? {
        if case .after(let chain) = rule.recurrence { chain } else { nil }
    }

    /// Reports triggers on points that the dock does not have.
    private mutating func checkTriggers(_ dock: DockSettings, _ profiles: [String: DeviceProfile]) {
        for placed in schedules {
            for (trigger, place) in zip(placed.rule.terms.triggers, placed.triggerPlaces) {
                guard case .point(let device, let point, _) = trigger else {
                    if dock.triggerKey == nil {
                        report(
                            placed.file, place, "an http trigger needs a key, and dock.yaml names none",
                            "write console: {trigger_key: {credential: NAME}}")
                    }
                    continue
                }
                guard let settings = dock.devices.first(where: { $0.id == device }) else {
                    let guess = nearest(to: device.text, in: dock.devices.map(\.id.text))
                    report(
                        placed.file, place, "dock.yaml has no device \(quoted(device.text))",
                        guess.map { "did you mean \"\($0)\"?" } ?? "name one of its devices")
                    continue
                }
                guard let profile = profiles[settings.profile],
                    !profile.points.contains(where: { $0.id == point })
                else { continue }
                let guess = nearest(to: point.text, in: profile.points.map(\.id.text))
                report(
                    placed.file, place, "device \(quoted(device.text)) has no point \(quoted(point.text))",
                    guess.map { "did you mean \"\($0)\"?" } ?? "see roost hardware check for its points")
            }
        }
    }
}
