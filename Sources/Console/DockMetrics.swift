// SPDX-License-Identifier: Apache-2.0
// The dock as metrics: the facts of the pages in base units, one name a fact. What was not measured has no series; a
// last value must never stand in for it.

internal import DockModel

/// The metrics of a dock.
enum DockMetrics {
    typealias Labels = [(name: String, value: String)]

    /// All metrics, in a fixed order.
    static func families(
        overview: OverviewPage, hardware: HardwarePage, wear: WearPage, system: SystemPage,
        readiness: ReadinessFact, readers: Int
    ) -> [MetricFamily] {
        [
            dock(overview), vehicle(overview), gates(readiness), bus(hardware), points(hardware), parts(wear),
            trouble(overview), process(system, readers: readers), storage(system),
            system.fleet.map(fleet) ?? [],
        ].flatMap(\.self)
    }

    /// A series where there is a value, none where there is not.
    private static func series(_ value: Double?, _ labels: Labels = []) -> [MetricSample] {
        value.map { [MetricSample($0, labels)] } ?? []
    }

    private static func series(_ fact: Bool?, _ labels: Labels = []) -> [MetricSample] {
        fact.map { [MetricSample($0, labels)] } ?? []
    }

    private static func dock(_ page: OverviewPage) -> [MetricFamily] {
        let covers = ["closed", "open", "moving", "contradictory"]
        return [
            MetricFamily(
                "roost_dock_info", .gauge, "The dock; always 1.", [MetricSample(1, [("dock", page.dockName)])]
            ),
            MetricFamily(
                "roost_phase_info", .gauge, "What the dock is doing; always 1.",
                page.phase.map { [MetricSample(1, [("phase", $0.name)])] } ?? []),
            MetricFamily(
                "roost_phase_entered_timestamp_seconds", .gauge, "When the phase began, Unix time.",
                series(page.phase?.since?.seconds)),
            MetricFamily(
                "roost_person_needed", .gauge, "Whether only a person can end what holds the dock.",
                series(page.phase?.needsPerson)),
            MetricFamily(
                "roost_locked_out", .gauge, "Whether nothing may be armed or moved until a reset.",
                series(page.phase.map { $0.lockOut != nil })),
            MetricFamily(
                "roost_concerns", .gauge, "What is not as it should be, by how bad it is.",
                [Mark.bad, .attention].map { mark in
                    MetricSample(Double(page.concerns.count { $0.mark == mark }), [("mark", mark.rawValue)])
                }),
            MetricFamily(
                "roost_clock_trusted", .gauge, "Whether the wall clock is known to be set.",
                [MetricSample(page.isClockTrusted)]),
            MetricFamily(
                "roost_cover_position", .gauge,
                "1 for the position that both switches prove; no series unproved.",
                page.cover.map { cover in
                    covers.map { MetricSample(cover.rawValue == $0, [("position", $0)]) }
                } ?? []),
            MetricFamily(
                "roost_charger_on", .gauge, "Whether the charger is confirmed on.", series(page.charger?.isOn)
            ),
            MetricFamily(
                "roost_charger_current_amperes", .gauge, "Charging current.",
                series(page.charger?.current?.value)),
            MetricFamily(
                "roost_next_run_timestamp_seconds", .gauge, "When the next run is due, Unix time.",
                series(page.nextRuns.first?.due.seconds)),
        ]
    }

    private static func vehicle(_ page: OverviewPage) -> [MetricFamily] {
        let vehicle = page.vehicle
        return [
            MetricFamily(
                "roost_vehicle_linked", .gauge, "Whether heartbeats arrive.", series(vehicle?.isLinked)),
            MetricFamily(
                "roost_vehicle_heartbeat_age_seconds", .gauge, "Age of the last heartbeat.",
                series(vehicle?.heartbeatAge?.inSeconds)),
            MetricFamily(
                "roost_vehicle_armed", .gauge, "Whether it reports armed.", series(vehicle?.isArmed)),
            MetricFamily(
                "roost_vehicle_landed", .gauge, "Whether it reports landed.", series(vehicle?.isLanded)),
            MetricFamily(
                "roost_vehicle_on_pad", .gauge, "Whether the pad sensor sees it.", series(vehicle?.isOnPad)),
            MetricFamily(
                "roost_vehicle_battery_ratio", .gauge, "Charge left, 0 to 1.",
                series(vehicle?.battery.map { $0.value / 100 })),
            MetricFamily(
                "roost_vehicle_height_meters", .gauge, "Height above the launch point.",
                series(vehicle?.position?.height?.value)),
        ]
    }

    private static func gates(_ fact: ReadinessFact) -> [MetricFamily] {
        [
            MetricFamily(
                "roost_ready", .gauge, "Whether a launch would pass all gates now.",
                [MetricSample(fact.isReady)]),
            MetricFamily(
                "roost_gate_pass", .gauge, "Whether a gate would pass now.",
                fact.gates.map { MetricSample($0.isClear, [("gate", $0.gate)]) }),
        ]
    }

    private static func bus(_ page: HardwarePage) -> [MetricFamily] {
        func counts(_ name: String, _ help: String, _ count: (DeviceFact) -> Int) -> MetricFamily {
            MetricFamily(
                name, .counter, help,
                page.devices.map { MetricSample(Double(count($0)), [("device", $0.id)]) })
        }
        return [
            MetricFamily(
                "roost_device_up", .gauge, "Whether a device answers now.",
                page.devices.map { MetricSample($0.isAnswering, [("device", $0.id)]) }),
            MetricFamily(
                "roost_device_frozen", .gauge, "Whether the data of a device stand still.",
                page.devices.map { MetricSample($0.isFrozen, [("device", $0.id)]) }),
            counts("roost_device_requests_total", "Requests to a device.") { $0.requests },
            counts("roost_device_good_replies_total", "Requests with a good reply.") { $0.good },
            counts("roost_device_returns_total", "Times a device came back after it was lost.") {
                $0.returns
            },
            MetricFamily(
                "roost_device_faults_total", .counter, "Requests that went wrong, by what did.",
                page.devices.flatMap { device in
                    device.faults.map {
                        MetricSample(Double($0.count), [("device", device.id), ("fault", $0.name)])
                    }
                }),
            MetricFamily(
                "roost_device_reply_median_seconds", .gauge, "Middle time of recent good requests.",
                page.devices.flatMap { series($0.middleReplyTime?.inSeconds, [("device", $0.id)]) }),
            MetricFamily(
                "roost_device_reply_p99_seconds", .gauge,
                "Time that 99 of 100 recent good requests did not exceed.",
                page.devices.flatMap { series($0.slowestReplyTime?.inSeconds, [("device", $0.id)]) }),
        ]
    }

    private static func points(_ page: HardwarePage) -> [MetricFamily] {
        func labels(_ point: PointFact) -> Labels {
            [("device", point.device), ("point", point.reading.name), ("unit", point.reading.unit)]
        }
        return [
            MetricFamily(
                "roost_point_value", .gauge, "Last believed value of a point, in the unit of its label.",
                page.points.flatMap { series($0.reading.value?.number, labels($0)) }),
            MetricFamily(
                "roost_point_good", .gauge, "Whether the reading of a point is good.",
                page.points.map { MetricSample($0.reading.quality == .good, labels($0)) }),
            MetricFamily(
                "roost_point_age_seconds", .gauge, "Time since a point was read.",
                page.points.flatMap { series($0.reading.age?.inSeconds, labels($0)) }),
        ]
    }

    private static func parts(_ page: WearPage) -> [MetricFamily] {
        let samples = page.parts.flatMap { part -> [MetricSample] in
            [("p10", part.row.p10Days), ("p50", part.row.p50Days), ("p90", part.row.p90Days)].flatMap {
                chance, days in
                series(days.map { $0 * 86_400 }, [("part", part.id), ("chance", chance)])
            }
        }
        return [
            MetricFamily(
                "roost_part_remaining_seconds", .gauge,
                "Time after which one in ten (p10), half (p50) and nine in ten (p90) of such parts are worn out.",
                samples),
            MetricFamily(
                "roost_part_notice", .gauge, "1 for the stage of the notice that stands about a part.",
                page.parts.compactMap { part in
                    part.row.notice.map { MetricSample(1, [("part", part.id), ("stage", $0)]) }
                }),
            MetricFamily(
                "roost_part_stock", .gauge, "New parts at hand.",
                page.parts.flatMap { series($0.stock.map(Double.init), [("part", $0.id)]) }),
        ]
    }

    private static func trouble(_ page: OverviewPage) -> [MetricFamily] {
        let severities = Severity.allCases.map { severity in
            MetricSample(
                Double(page.incidents.count { $0.severity == severity }), [("severity", severity.label)])
        }
        let mails = page.mail.map { mail in
            [("waiting", mail.waiting), ("deferred", mail.deferred), ("failed", mail.failed)].map {
                MetricSample(Double($0.1), [("state", $0.0)])
            }
        }
        return [
            MetricFamily("roost_incidents_open", .gauge, "Open incidents by class.", severities),
            MetricFamily("roost_mails", .gauge, "Mails that are not sent, by where they stand.", mails ?? []),
            MetricFamily(
                "roost_mail_oldest_unsent_age_seconds", .gauge,
                "Age of the oldest unsent mail; 0 without one.",
                page.mail.map { mail in
                    [MetricSample(mail.oldestUnsent.map { max(0, $0.duration(to: page.now).inSeconds) } ?? 0)]
                } ?? []),
        ]
    }

    private static func process(_ page: SystemPage, readers: Int) -> [MetricFamily] {
        [
            MetricFamily(
                "roost_build_info", .gauge, "Versions; always 1.",
                page.versions.prefix(1).map { MetricSample(1, [("version", $0.version)]) }),
            MetricFamily(
                "roost_health_check_passing", .gauge, "Whether a check of the daemon's health passes.",
                page.checks.map { MetricSample($0.isPassing, [("check", $0.name)]) }),
            MetricFamily(
                "roost_part_late_seconds", .gauge,
                "How late a part of the daemon is with its sign of life; 0 in time.",
                page.life.map { MetricSample(max(0, -$0.dueIn.inSeconds), [("part", $0.part)]) }),
            MetricFamily(
                "roost_console_readers", .gauge, "Readers of news at this moment.",
                [MetricSample(Double(readers))]),
            MetricFamily(
                "process_resident_memory_bytes", .gauge, "Resident memory.",
                series(page.residentBytes.map(Double.init))),
            MetricFamily("process_cpu_seconds_total", .counter, "Time computed.", series(page.cpuSeconds)),
            MetricFamily("process_open_fds", .gauge, "Open files.", series(page.openFiles.map(Double.init))),
            MetricFamily(
                "process_start_time_seconds", .gauge, "When the process started, Unix time.",
                series(page.started?.seconds)),
        ]
    }

    private static func fleet(_ fact: FleetLinkFact) -> [MetricFamily] {
        func total(_ name: String, _ help: String, _ count: Int64?) -> MetricFamily {
            MetricFamily("roost_fleet_\(name)_total", .counter, help, series(count.map(Double.init)))
        }
        return [
            MetricFamily(
                "roost_fleet_up", .gauge, "Whether the fleet's broker has the dock on the line.", series(fact.isUp)),
            MetricFamily(
                "roost_fleet_documents_waiting", .gauge, "Documents for the fleet that wait for its broker.",
                series(fact.waiting.map(Double.init))),
            MetricFamily(
                "roost_fleet_oldest_waiting_age_seconds", .gauge, "How long the oldest of them waits.",
                series(fact.oldest?.inSeconds)),
            MetricFamily(
                "roost_fleet_bundle", .gauge, "The number of the fleet's bundle in use.",
                series(fact.bundle.map(Double.init))),
            total("documents_made", "Documents made for the fleet.", fact.made),
            total("documents_delivered", "Documents that the fleet's broker took.", fact.delivered),
            total("documents_shed", "Documents given up for lack of room or because they are never taken.", fact.shed),
            total("documents_refused", "Documents that the broker refused, since the start.", fact.refused),
            total("connections", "Connections to the broker, since the start.", fact.connected),
            total("connection_failures", "Tries that failed, since the start.", fact.failed),
            total("requests", "Requests of the fleet for missing documents, since the start.", fact.requests),
        ]
    }

    private static func storage(_ page: SystemPage) -> [MetricFamily] {
        [
            MetricFamily(
                "roost_storage_free_bytes", .gauge, "Free bytes of the disk that the dock stores on.",
                series(page.freeBytes.map(Double.init))),
            MetricFamily(
                "roost_storage_size_bytes", .gauge, "Bytes of that disk.",
                series(page.diskBytes.map(Double.init))),
            MetricFamily(
                "roost_database_bytes", .gauge, "Size of a database file.",
                page.files.map { MetricSample(Double($0.bytes), [("file", $0.name)]) }),
        ]
    }
}
