-- What wrk asks, by WHAT: beats of every host in turn, the list, a search, viewers' pings.
local what, hosts = os.getenv("WHAT"), tonumber(os.getenv("HOSTS"))
local rooms = math.min(hosts, tonumber(os.getenv("ROOMS") or "1000"))
local query = os.getenv("QUERY") or ""
local next_host = tonumber(os.getenv("FIRST") or "0")
local words = {"云南", "guitar", "夜市", "chess", "北京 ramen", "曼陀铃", "theremin", "ost 77"}
if os.getenv("COMMON") then words = {unpack(words, 1, 4)} end  -- a thousand hosts fill a page

local function encoded(text)
  return (text:gsub("[^%w]", function(c) return string.format("%%%02X", c:byte()) end))
end

local asks = {
  beat = function()
    local n = next_host % hosts
    next_host = next_host + 1
    return wrk.format("POST", string.format("/v1/broadcasts/%020x/heartbeat", n), {
      ["Authorization"] = string.format("Bearer ldh_bench%07dxxxxxxxxxxxxxxxxxxxx", n),
      ["Content-Type"] = "application/json",
    }, string.format('{"console":"console-%07d","on_air":true}', n))
  end,
  list = function() return wrk.format("GET", "/v1/broadcasts" .. query) end,
  search = function()
    next_host = next_host + 1
    return wrk.format("GET", "/v1/broadcasts?q=" .. encoded(words[next_host % #words + 1]))
  end,
  view = function()
    next_host = next_host + 1
    return wrk.format("PUT", string.format("/v1/broadcasts/%020x/viewers/viewer-%012d",
      next_host % rooms, math.floor(next_host / rooms) % 40))
  end,
}

function request() return asks[what]() end

local rate = tonumber(os.getenv("RATE") or "0")

if rate > 0 then  -- so many a second, whatever the server does; what is late is caught up with
  local ffi = require("ffi")
  ffi.cdef("typedef struct { long s, ns; } moment; int clock_gettime(int, moment *);")
  local read = ffi.new("moment")
  local function now_ms()
    ffi.C.clock_gettime(1, read)
    return tonumber(read.s) * 1000 + tonumber(read.ns) / 1e6
  end
  local next_ms

  function delay()
    local now = now_ms()
    if not next_ms or next_ms < now - 1000 then next_ms = now end
    next_ms = next_ms + 1000 / rate
    return math.max(0, math.floor(next_ms - now))
  end
end
