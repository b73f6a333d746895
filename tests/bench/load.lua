-- What wrk asks, by WHAT: beats of every host in turn, the list, a search, viewers' pings.
local what, hosts = os.getenv("WHAT"), tonumber(os.getenv("HOSTS"))
local query = os.getenv("QUERY") or ""
local next_host = tonumber(os.getenv("FIRST") or "0")
local words = {"云南", "guitar", "北京 ramen", "夜市", "chess", "曼陀铃", "theremin", "ost 77"}

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
      next_host % math.min(hosts, 1000), math.floor(next_host / 1000) % 40))
  end,
}

function request() return asks[what]() end
