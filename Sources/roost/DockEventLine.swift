// SPDX-License-Identifier: Apache-2.0
// What happens in a dock as lines for people or as JSON lines for programs:
// phases, orders, mails, outcomes. It only tells; it decides nothing.

import DockModel
import Foundation
import RoostCore
import Wear

/// One line an event that matters.
enum DockEventLine {
    private struct View: Encodable {
        var time: String
        var phase: String
        var orders: [String]
        var mails: [String]
        var outcomes: [String]
    }

    /// Prints a decision as a JSON line; readings that decide nothing are left out.
    static func say(_ state: DockState, _ event: Event, _ effects: [Effect], _ now: Moment) {
        var view = View(
            time: time(now.wall), phase: state.phase.rawValue, orders: [], mails: [], outcomes: [])
        for effect in effects {
            switch effect {
            case .perform(let order): view.orders.append(words(order.action))
            case .post(let notice): view.mails.append(words(notice))
            case .record(let run): view.outcomes.append("\(run.mission.id): \(run.outcome?.rawValue ?? "")")
            case .note, .wear: break
            }
        }
        guard !effects.isEmpty else { return }
        // Nobody reads the lines any more when standard output is closed; the dock goes on.
        try? CommandOutput.sayJSON(view)
    }

    /// The effects of a decision in words for people.
    static func lines(_ effects: [Effect]) -> [String] {
        effects.compactMap { effect in
            switch effect {
            case .perform(let order): order.action == .cover(.stop) ? nil : "  order: \(words(order.action))"
            case .post(let notice): "  mail:  \(words(notice))"
            case .record(let run): "  ended: \(run.mission.id): \(run.outcome?.rawValue ?? "")"
            case .note, .wear: nil
            }
        }
    }

    /// An action in words.
    static func words(_ action: Action) -> String {
        switch action {
        case .cover(.open): "open the cover"
        case .cover(.close): "close the cover"
        case .cover(.stop): "stop the cover motor"
        case .rods(.open): "open the centring rods"
        case .rods(.close): "close the centring rods"
        case .rods(.stop): "stop the centring rods"
        case .charger(let isOn): "charger \(isOn ? "on" : "off")"
        case .readyVehicle: "make the vehicle stand ready"
        case .upload(let plan, nil): "upload \(plan) and read it back"
        case .upload(let plan, let item?): "upload the rest of \(plan) after item \(item) and read it back"
        case .launch: "arm and start the mission"
        case .returnHome: "call the vehicle home"
        case .fly(let place): "send the vehicle to \(place.name)"
        case .land: "land the vehicle where it is"
        case .disarm: "disarm the vehicle"
        case .offloadLog: "fetch the flight log"
        }
    }

    /// A notice in words.
    static func words(_ notice: Notice) -> String {
        switch notice {
        case .mission(let run): "mission confirmation, \(run.mission.id) \(run.outcome?.rawValue ?? "")"
        case .part(let notice): "part notice, \(notice.name): \(notice.stage.rawValue)"
        case .incident(let incident):
            "incident, \(incident.kind.title) (\(incident.resolved == nil ? "open" : "resolved"))"
        case .digest(let tally): "daily digest of \(tally.day)"
        }
    }

    /// A time in UTC.
    static func time(_ wall: WallTime) -> String {
        Date(timeIntervalSince1970: wall.seconds).formatted(.iso8601)
    }
}
