# SPDX-License-Identifier: Apache-2.0
# An independent decoder against the simulated vehicle: pymavlink uploads a small mission, flies it, and notes every
# message type it could decode. Prints one JSON object; exit status 0 when the vehicle landed and disarmed.
#
#   decode_vehicle.py PORT HEARTBEAT_SECONDS
import json
import os
import sys
import time

os.environ["MAVLINK20"] = "1"
from pymavlink import mavutil
from pymavlink.dialects.v20 import ardupilotmega as mav

port, beat = int(sys.argv[1]), float(sys.argv[2])
link = mavutil.mavlink_connection("udpout:127.0.0.1:%d" % port, source_system=254, source_component=190)
seen, bad, last_beat = {}, 0, 0.0
armed, landed, flew = None, None, False


def pump(wanted=(), span=1.0, test=lambda message: True):
    """Reads messages for a span of real time; returns the first wanted one."""
    global bad, last_beat, armed, landed
    end = time.time() + span
    while time.time() < end:
        if time.time() - last_beat > beat:
            link.mav.heartbeat_send(mav.MAV_TYPE_GCS, mav.MAV_AUTOPILOT_INVALID, 0, 0, mav.MAV_STATE_ACTIVE)
            last_beat = time.time()
        message = link.recv_match(blocking=True, timeout=0.01)
        if message is None:
            continue
        kind = message.get_type()
        # EVENT and CURRENT_EVENT_SEQUENCE, which real PX4 sends and no released pymavlink knows.
        if kind in ("UNKNOWN_410", "UNKNOWN_411"):
            continue
        if kind == "BAD_DATA" or kind.startswith("UNKNOWN"):
            bad += 1
            continue
        seen[kind] = seen.get(kind, 0) + 1
        if kind == "HEARTBEAT":
            armed = bool(message.base_mode & mav.MAV_MODE_FLAG_SAFETY_ARMED)
        elif kind == "EXTENDED_SYS_STATE":
            landed = message.landed_state
        if kind in wanted and test(message):
            return message
    return None


def command(number, *parameters):
    """Sends a command until it is answered; returns its result."""
    values = list(parameters) + [0] * (7 - len(parameters))
    for attempt in range(10):
        link.mav.command_long_send(1, 1, number, attempt, *values)
        answer = pump(("COMMAND_ACK",), 0.5, lambda message: message.command == number)
        if answer is not None:
            return answer.result
    return None


def fail(reason):
    print(json.dumps({"failed": reason, "seen": seen, "bad": bad}))
    sys.exit(1)


def upload(items, kind):
    """Uploads items; returns the vehicle's verdict."""
    link.mav.mission_count_send(1, 1, len(items), kind)
    for _ in range(10 * len(items)):
        message = pump(("MISSION_REQUEST_INT", "MISSION_REQUEST", "MISSION_ACK"), 1.0)
        if message is None:
            link.mav.mission_count_send(1, 1, len(items), kind)
        elif message.get_type() == "MISSION_ACK":
            return message.type
        elif message.seq < len(items):
            frame, number, p1, p2, latitude, longitude, altitude = items[message.seq]
            scale = 1 if frame == 2 else 1e7
            link.mav.mission_item_int_send(
                1, 1, message.seq, frame, number, 0, 1, p1, p2, 0, float("nan") if frame == 3 else 0,
                int(round(latitude * scale)), int(round(longitude * scale)), altitude, kind)
    return None


heartbeat = pump(("HEARTBEAT",), 20)
if heartbeat is None:
    fail("no heartbeat")
is_ardupilot = heartbeat.autopilot == mav.MAV_AUTOPILOT_ARDUPILOTMEGA
streams = [1, 2, 24, 30, 33, 42, 74, 147, 241, 242, 245, 193 if is_ardupilot else 230]
for number in streams:
    if command(mav.MAV_CMD_SET_MESSAGE_INTERVAL, number, 500000) != 0:
        fail("interval of %d refused" % number)
if command(mav.MAV_CMD_REQUEST_MESSAGE, 148) != 0:
    fail("version refused")
home = (0, 16, 0, 0, 47.397742, 8.545594, 488)
flight = [(3, 22, 0, 0, 47.397742, 8.545594, 8), (3, 16, 1, 2, 47.397832, 8.545594, 8), (2, 20, 0, 0, 0, 0, 0)]
if upload(([home] if is_ardupilot else []) + flight, 0) != 0:
    fail("mission refused")
if upload([(3, 5100, 0, 0, 47.397832, 8.545594, 8)], 2) != 0:
    fail("rally refused")
for kind, count in ((0, len(flight) + is_ardupilot), (2, 1)):
    link.mav.mission_request_list_send(1, 1, kind)
    told = pump(("MISSION_COUNT",), 2, lambda message: message.mission_type == kind)
    if told is None or told.count != count:
        fail("count of plan %d" % kind)
    link.mav.mission_request_int_send(1, 1, count - 1, kind)
    if pump(("MISSION_ITEM_INT",), 2, lambda message: message.mission_type == kind) is None:
        fail("item of plan %d" % kind)
if is_ardupilot and command(mav.MAV_CMD_DO_SET_MODE, 1, 4) != 0:
    fail("guided refused")
if command(mav.MAV_CMD_COMPONENT_ARM_DISARM, 1) != 0:
    fail("arming refused")
if is_ardupilot:
    if command(mav.MAV_CMD_DO_SET_MODE, 1, 3) != 0 or command(mav.MAV_CMD_MISSION_START) != 0:
        fail("start refused")
elif command(mav.MAV_CMD_DO_SET_MODE, 1, 4, 4) != 0:
    fail("mission mode refused")
end = time.time() + 60
while time.time() < end:
    pump(span=0.05)
    flew = flew or landed in (2, 3, 4)
    if flew and not armed:
        break
else:
    fail("not landed")
link.mav.log_request_list_send(1, 1, 0, 0xFFFF)
entry = pump(("LOG_ENTRY",), 2)
if entry is None:
    fail("no log entry")
link.mav.log_request_data_send(1, 1, entry.id, 0, 90)
data = pump(("LOG_DATA",), 2)
if data is None or data.count != 90:
    fail("no log data")
print(json.dumps({"seen": seen, "bad": bad, "log": bytes(data.data[:4]).hex()}))
