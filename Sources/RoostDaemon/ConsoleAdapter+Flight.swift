// SPDX-License-Identifier: Apache-2.0
// The flight as the console draws it: the plan and its fence as the settings read them, and the track that the dock
// keeps beside the flight's log. All places are metres from the dock.

internal import Console
internal import DockModel
internal import Host
internal import MAVLink
internal import RoostCore
internal import Settings
internal import VehicleLink

extension ConsoleAdapter {
    /// The dock as the middle of the picture.
    private var home: PlanPoint {
        let place = configuration.dock.dock
        return PlanPoint(latitude: place.latitude, longitude: place.longitude)
    }

    func flight() async -> FlightPage {
        let state = await loop.state
        let policy = await loop.policy
        let now = clock.now()
        var page = FlightPage(now: now.wall)
        page.dock = PositionFact(latitude: home.latitude, longitude: home.longitude)
        page.vehicle = vehicleFact(state, policy, now)
        if page.vehicle?.isLinked == true { add(vehicle.latest, to: &page) }
        let isAway = state.run.map { $0.takeoff != nil && $0.landed == nil } ?? false
        let last =
            state.run.flatMap { $0.takeoff == nil ? nil : $0 } ?? storedMissions().first { $0.takeoff != nil }
        let plan: String?
        if let last {
            page.source = isAway ? .live : .last
            (page.run, page.takeoff, page.landed) = (last.mission.id, last.takeoff, last.landed)
            (page.travelled, page.itemCount) = (last.travelled, last.itemCount)
            page.reachedItem = last.reachedItem.map { $0 + 1 }
            page.path = track(of: last.mission.id)
            plan = last.mission.plan
        } else {
            let next = state.run?.mission ?? planner.nextRuns(after: now.wall, count: 1).first
            (page.run, plan) = (next?.id, next?.plan)
        }
        page.plan = plan
        if let plan, let file = vehicle.plans.all[plan] { add(file, to: &page) }
        return page
    }

    private func point(_ place: PlanPoint, height: Double? = nil) -> MapPoint {
        let offset = home.offset(to: place)
        return MapPoint(east: offset.east, north: offset.north, height: height)
    }

    private func add(_ report: SessionReport?, to page: inout FlightPage) {
        guard let told = report?.vehicle else { return }
        page.speed = told.groundSpeed?.value
        guard let position = told.position?.value else { return }
        let place = PlanPoint(latitude: position.latitude, longitude: position.longitude)
        page.craft = point(place, height: position.relativeAltitude.value)
        page.distance = Metres(home.distance(to: place))
    }

    private func add(_ plan: PlanFile, to page: inout FlightPage) {
        let most = FlightPage.mostPlaces
        page.way = plan.way(PlanRules(configuration.dock)).prefix(most).map {
            point($0.point, height: $0.height.value)
        }
        page.fence =
            plan.polygons.map { MapArea(corners: $0.corners.map { point($0) }, isInclusion: $0.isInclusion) }
            + plan.circles.map {
                MapArea(corners: [point($0.center)], radius: $0.radiusMetres, isInclusion: $0.isInclusion)
            }
        page.rally = plan.rally.map { point($0.point, height: $0.altitudeMetres) }
    }

    /// The track of a run, thinned to what a map shows.
    private func track(of run: String) -> [MapPoint] {
        let places = FlightTrack(of: run, logDirectory: logDirectory).points()
        let step = places.count / FlightPage.mostPlaces + 1
        return places.enumerated().filter { $0.offset % step == 0 || $0.offset == places.count - 1 }.map {
            _, place in
            point(PlanPoint(latitude: place.latitude, longitude: place.longitude), height: place.height)
        }
    }
}
