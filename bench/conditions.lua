-- What filters/conditions.py does, for the benchmark's route by pandoc, Lua and Typst.
local correction = "false"

local function holds(element)
  local classes, asked = element.classes, element.attributes
  if (classes:includes("correction") or classes:includes("solution")) and correction ~= "true" then
    return false
  end
  if classes:includes("if") then
    return asked.correction == nil or asked.correction == correction
  end
  if classes:includes("unless") then
    return asked.correction == nil or asked.correction ~= correction
  end
  return true
end

local function decide(element)
  if not holds(element) then
    return {}
  end
end

return {
  {
    Meta = function(meta)
      correction = meta.correction and pandoc.utils.stringify(meta.correction) or "false"
      meta.keywords = nil -- pandoc's template for Typst does not quote them
      return meta
    end,
  },
  { Div = decide, Span = decide, Code = decide, CodeBlock = decide, Link = decide, Image = decide },
}
