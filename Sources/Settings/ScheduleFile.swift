// SPDX-License-Identifier: Apache-2.0
// Decodes a schedule file (schema roost-schedule/1) into a rule. When it is due is the business of
// `Schedule`.

import DockModel
public import Schedule

/// Reads schedule files.
public enum ScheduleFile {
    /// The schema that is read.
    public static let schema = "roost-schedule/1"

    /// The rule in the bytes of a YAML file; `file` is the name used in problems, `zone` applies when it
    /// names none.
    public static func rule(
        from bytes: [UInt8], file: String, defaultZone: Zone? = nil,
    ) throws(SettingsError) -> ScheduleRule {
        let log = ProblemLog(file: file)
        let placed = decode(bytes, defaultZone: defaultZone, log: log)
        guard log.problems.isEmpty, let placed else { throw SettingsError(log.sorted) }
        return placed.rule
    }

    /// A rule with the places that later checks report.
    struct PlacedRule {
        let rule: ScheduleRule
        let file: String
        let namePlace: Place
        let planPlace: Place
    }

    static func decode(_ bytes: [UInt8], defaultZone: Zone?, log: ProblemLog) -> PlacedRule? {
        guard let root = parseYAML(bytes, log: log), let top = MappingReader(root, path: "", log: log) else {
            return nil
        }
        checkSchema(top, schema)
        let name = top.text("name", example: "perimeter", limit: 64)
        let plan = top.text("plan", example: "perimeter.plan", limit: 200)
        if !plan.isEmpty, !isInnerPath(plan) || !plan.hasSuffix(".plan") {
            log.report(
                top.place(of: "plan"), "plan \(quoted(plan)) is not a .plan file of the folder schedules",
                "write for example perimeter.plan")
        }
        let recurrence = recurrence(top)
        let zone =
            top.node("time_zone") == nil && defaultZone != nil ? defaultZone : DockFile.zone(top, "time_zone")
        let window = top.duration("window", in: 1...ScheduleRule.longestWindow.inSeconds, default: 1_800)
        let missedRuns: MissedRunPolicy = top.choice("missed_runs", default: .skip, orElse: .skip)
        let priority = top.integer("priority", in: -100...100, default: 0)
        let retries = top.integer("retries", in: 0...ScheduleRule.largestRetryBudget, default: 1)
        let isEnabled = top.flag("enabled", default: true)
        top.finish()
        guard log.problems.isEmpty, let recurrence, let zone else { return nil }
        do throws(ScheduleError) {
            let rule = try ScheduleRule(
                name: ScheduleID(name), plan: plan, recurrence: recurrence, zone: zone, window: window,
                missedRuns: missedRuns, priority: priority, retryBudget: retries, isEnabled: isEnabled)
            return PlacedRule(
                rule: rule, file: log.file, namePlace: top.place(of: "name"), planPlace: top.place(of: "plan")
            )
        } catch {
            log.report(top.place(of: key(of: error.subject, top)), error.reason, error.remedy)
            return nil
        }
    }

    private static func recurrence(_ top: MappingReader) -> Recurrence? {
        let cron = top.node("cron"), daily = top.node("at")
        guard (cron == nil) != (daily == nil) else {
            let place = cron == nil ? top.place : top.place(of: "at")
            top.log.report(
                place, cron == nil ? "neither at nor cron says when it flies" : "both at and cron are given",
                cron == nil ? "add for example at: \"17:25\"" : "keep one of them")
            return nil
        }
        do throws(ScheduleError) {
            if let cron {
                guard let text = top.scalar(cron, "cron", "a cron expression") else { return nil }
                return .cron(try CronExpression(text))
            }
            guard let daily else { return nil }
            var nodes = [daily]
            if case .sequence(let items) = daily.kind { nodes = items }
            let times = nodes.compactMap { DockFile.timeOfDay($0, "at", top) }
            return times.count == nodes.count ? .daily(try DailyTimes(times)) : nil
        } catch {
            top.log.report((cron ?? daily)?.place ?? top.place, error.reason, error.remedy)
            return nil
        }
    }

    private static func key(of subject: ScheduleError.Subject, _ top: MappingReader) -> String {
        switch subject {
        case .name: "name"
        case .recurrence: top.keys.contains("cron") ? "cron" : "at"
        case .zone: "time_zone"
        case .window: "window"
        case .retryBudget: "retries"
        }
    }
}
