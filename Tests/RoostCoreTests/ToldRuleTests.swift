// SPDX-License-Identifier: Apache-2.0
// The proofs that the rules on what is told and counted can fail: incidents, mails, digests, parts.

import DockModel
import Testing
import Wear

@testable import RoostCore

@Suite struct MailRuleProofs {
    private let resting = Scene.resting()
    private let boot = Scene.boot

    /// A step in which an incident opens, or ends, as it should.
    private func opening(_ kind: IncidentKind) -> StepTaken {
        resting.but { step in
            let incident = Incident(
                kind: kind, detail: "x", opened: step.now.wall, number: step.before.nextIncident)
            step.after.incidents[kind.rawValue] = incident
            step.after.nextIncident += 1
            step.effects = [.note(incident), .post(.incident(incident))]
        }
    }

    private func ending(_ kind: IncidentKind) -> StepTaken {
        resting.with(kind).but { step in
            var incident = step.after.incidents.removeValue(forKey: kind.rawValue)
            incident?.resolved = step.now.wall
            step.effects = incident.map { [.note($0), .post(.incident($0))] } ?? []
        }
    }

    private func withoutPosts(_ step: StepTaken) -> StepTaken {
        step.but { $0.effects.removeAll { if case .post = $0 { true } else { false } } }
    }

    @Test func `I29 forbids an incident that is not stored and posted in its own step`() {
        expect(
            .i29IncidentsArePosted,
            forbids: IncidentKind.allCases.map { withoutPosts(opening($0)) }
                + [
                    opening(.smoke).but { $0.effects.removeFirst() }, opening(.smoke).but { $0.effects = [] },
                    opening(.smoke).but { $0.after.nextIncident += 1 },
                    opening(.smoke).with(.water).but { $0.before.incidents["CLIMATE.water"]?.number = 9 },
                ],
            allows: IncidentKind.allCases.map { opening($0) } + [ending(.smoke), resting.with(.smoke)])
    }

    @Test func `I30 forbids a mail queue that does not add up in silence`() {
        func queue(_ created: Int, _ queued: Int, _ sent: Int, _ failed: Int) -> StepTaken {
            resting.always {
                $0.outbox = OutboxFacts(created: created, queued: queued, sent: sent, failed: failed)
            }
        }
        expect(
            .i30MailsAddUp,
            forbids: [queue(7, 1, 4, 1), queue(5, 1, 4, 1), queue(.max, .max, 1, 0)],
            allows: [queue(6, 1, 4, 1), queue(7, 1, 4, 1).with(.mailUnaccounted), resting])
    }

    @Test func `I31 forbids to hold back what is urgent, its beginning or its end`() {
        expect(
            .i31UrgentIsNeverHeld,
            forbids: [
                withoutPosts(opening(.smoke)), withoutPosts(ending(.smoke)),
                withoutPosts(opening(.coverTimedOut)),
                ending(.vehicleLost).but { $0.effects = [] },
            ],
            allows: [
                opening(.smoke), ending(.smoke), withoutPosts(opening(.clockJumped)), resting.with(.smoke),
            ])
    }

    @Test func `I32 forbids a digest that is missed in silence, forgotten or sent twice`() {
        func waiting(_ seconds: Int, isMissed: Bool = false) -> StepTaken {
            resting.always {
                $0.heartbeat = Heartbeat(
                    day: "2026-11-24", posted: boot + .seconds(-seconds), isMissed: isMissed)
            }
        }
        let missed = waiting(93_601).but { $0.after.heartbeat?.isMissed = true }.with(.heartbeatMissing)
        let posted = resting.but { step in
            var tally = DayTally()
            tally.day = "2026-11-25"
            step.effects = [.post(.digest(tally))]
            (step.before.lastDigest, step.after.lastDigest) = ("2026-11-24", "2026-11-25")
            step.after.heartbeat = Heartbeat(day: "2026-11-25", posted: boot)
        }
        expect(
            .i32HeartbeatMissedIsSeen,
            forbids: [
                waiting(93_601), missed, waiting(93_601, isMissed: true),
                waiting(5).but { $0.after.heartbeat = nil },
                posted.but { $0.before.lastDigest = "2026-11-25" }, posted.but { $0.effects += $0.effects },
                posted.but { $0.after.lastDigest = "2026-11-24" },
                waiting(5).but { step in
                    step.after.heartbeat = nil
                    step.event = .outbox(
                        OutboxFacts(created: 1, queued: 0, sent: 1, failed: 0, lastDigestSent: "2026-11-23"))
                },
            ],
            allows: [
                waiting(93_600), missed.but { $0.after.tally.missedHeartbeats = 1 }, posted,
                waiting(93_601, isMissed: true).with(.heartbeatMissing),
                waiting(5).but { step in
                    step.after.heartbeat = nil
                    step.event = .outbox(
                        OutboxFacts(created: 1, queued: 0, sent: 1, failed: 0, lastDigestSent: "2026-11-24"))
                },
            ])
    }
}

@Suite struct WearRuleProofs {
    private let resting: StepTaken
    private let worn: PartWear
    private let notice: WearNotice
    private let launch: StepTaken

    init() throws {
        var policy = DockPolicy()
        let description = try PartDescription(
            id: "pack", name: "pack", measure: .counted(limit: 100), use: .flights, typicalLife: 90,
            lifeSpread: 0.2,
            plannedUsesPerDay: 4, leadDays: 10, orderDays: 3, severity: .error)
        policy.parts = [PartRule(description: description)]
        resting = Scene.resting(policy: policy)
        var part = PartWear(installing: "a", of: description, at: Scene.wall, use: 99)
        var notices: [WearNotice] = []
        for day in 1...6 {
            let row = WearRow(
                at: Scene.wall + .seconds(Int64(day) * 86_400), use: 99 + Double(day), measure: nil)
            notices += part.take(row, of: description).notices
        }
        worn = part
        notice = try #require(notices.last { $0.stage == .stop })
        launch = Scene.resting(in: .launching, policy: policy).withCover(.open).ordering(.launch)
    }

    @Test func `I33 forbids to fly a worn part, to keep a threshold quiet and to say it twice`() {
        let passed = resting.but { step in
            step.after.wear.units["pack"] = worn
            step.effects = [.post(.part(notice))]
        }
        expect(
            .i33WornPartsAndOneNotice,
            forbids: [
                launch.always { $0.wear.units["pack"] = worn }, passed.but { $0.effects = [] },
                passed.but { $0.effects += $0.effects }, passed.always { $0.wear.units["pack"] = worn },
            ],
            allows: [launch, passed, resting, resting.always { $0.wear.units["pack"] = worn }])
        #expect(worn.isPastLimit)
    }

    @Test
    func `I34 forbids a counter to shrink but by a recorded replacement, and a change without a journal`() throws {
        let fresh = resting.before.wear.units["pack"]
        let shrunk = resting.but { $0.before.wear.units["pack"] = worn }
        let part = try #require(resting.policy.parts.first?.description), new = try #require(fresh)
        let grown = resting.but { step in
            step.after.wear.units["pack"] = worn
            step.effects = [.wear(.opened(part, worn))]
        }
        let replaced = shrunk.but { step in
            step.event = .operatorSays(.replacePart("pack", serial: "b", reason: .failed))
            step.effects = [.wear(.opened(part, new))]
        }
        let counted = resting.always { $0.wear.counters.noteFlight(hours: 1) }
        expect(
            .i34WearNeverShrinks,
            forbids: [
                shrunk, resting.but { $0.after.wear.units = [:] },
                counted.but { $0.after.wear.counters = UseCounters() },
                replaced.but { $0.event = .operatorSays(.replacePart("cover", serial: "b", reason: .failed)) },
                // What changes without a line in its journal, or otherwise than its line says.
                grown.but { $0.effects = [] }, replaced.but { $0.effects = [] },
                grown.but { $0.effects = [.wear(.opened(part, new))] },
            ],
            allows: [counted, grown, replaced])
        #expect(new.use == 0)
    }
}
