-- Converts texts for process.py, one after another, until standard input is closed.
--
--     pandoc lua process.lua READER TEMPLATE
--
-- Each request is a line of JSON, {to, text}, with {from} where the input has another format, and {cites} where
-- citations are to be resolved by what the metadata name. Each answer is a line of JSON, {done, text, log}: whether the text was
-- converted, the result or the error message, and the entries of pandoc's log, the last one first.

local reader, template = table.unpack(arg)

-- At its start the interpreter makes an empty file for a history of input, which would stay if it were killed
-- (Linux: proc(5); elsewhere it stays until the interpreter ends by itself).
local stat = io.open '/proc/self/stat'
if stat then
  local name = ('%s/pandoc-hist%d-%%d'):format(os.getenv 'TMPDIR' or '/tmp', stat:read 'n')
  for number = 0, 9 do os.remove(name:format(number)) end
  stat:close()
end

local SANDBOX = {}  -- the files that a reader may open

-- The defaults of pandoc's command line, which differ from those of pandoc.read.
local READING = {columns = 72, abbreviations = {}}
local ABBREVIATIONS = [[
  Apr. Aug. Bros. Capt. Co. Corp. Dec. Dr. Feb. Fr. Gen. Gov. Hon. Inc. Jan. Jr. Jul. Jun. Ltd. M.A. M.D. Mar. Mr.
  Mrs. Ms. No. Nov. Oct. Ph.D. Pres. Prof. Rep. Rev. Sen. Sep. Sept. Sgt. Sr. St. aet. aetat. al. bk. c. cf. ch.
  chap. chs. col. cp. d. e.g. ed. eds. esp. f. fasc. ff. fig. fl. fol. fols. i.e. ill. incl. n. n.b. nn. p. pp. pt.
  q.v. s.v. s.vv. saec. sec. univ. viz. vol. vs.
]]
for abbreviation in ABBREVIATIONS:gmatch '%S+' do READING.abbreviations[abbreviation] = true end

local WRITING = {
  wrap_text = 'none', highlight_method = 'none', email_obfuscation = 'none',
  table_of_contents = true, toc_depth = 4, template = pandoc.template.compile(template),
}

local WRITING_WORD = {wrap_text = 'none', highlight_method = 'none'}

-- A formula where Word can have one: where pandoc can make MathML of it. Macros are those of LaTeX.
local function formula(span)
  local tex = span.attributes.tex
  if span.classes[1] ~= 'formula' or not tex then return nil end
  if span.attributes.macros then
    local read = pandoc.read(span.attributes.macros .. '$' .. tex .. '$', 'latex', READING, SANDBOX)
    read:walk {Math = function(math) tex = math.text end}
  end
  local math = pandoc.Math(span.attributes.kind, tex)
  local tried = pandoc.write(pandoc.Pandoc {pandoc.Plain {math}}, 'html5', {html_math_method = 'mathml'})
  return tried:find('<math', 1, true) and math or span.content
end

local FROM = {json = reader, html5 = 'json', docx = 'json'}  -- the input format, by output format

local function convert(request)
  local read = pandoc.read(request.text, request.from or FROM[request.to], READING, SANDBOX)
  if request.cites then read = pandoc.utils.citeproc(read) end
  if request.to == 'docx' then
    read = read:walk {Span = formula}
    return pandoc.mediabag.make_data_uri('application/zip', pandoc.write(read, 'docx', WRITING_WORD))
  end
  if request.to == 'markdown' then return pandoc.write(read, 'markdown', {wrap_text = 'none'}) end
  return pandoc.write(read, request.to, WRITING)
end

io.stdout:setvbuf 'full'
for line in io.lines() do
  local log, done, text = pandoc.log.silence(pcall, convert, pandoc.json.decode(line, false))
  io.write(pandoc.json.encode {done = done, text = tostring(text), log = log}, '\n')
  io.flush()
  log, text, line = nil, nil, nil
  collectgarbage()  -- otherwise pandoc would keep every document
end
