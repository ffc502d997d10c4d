;;; coursebuild.el --- Use coursebuild's language server with Eglot -*- lexical-binding: t; -*-

;; For Emacs 29 or newer, or Emacs 28 with the packages `eglot' and `markdown-mode': load this file from
;; your init file.

;;; Code:

(require 'eglot)

(add-to-list 'eglot-server-programs
             '((markdown-mode gfm-mode conf-toml-mode toml-ts-mode) . ("coursebuild" "lsp")))

;; Start the server in the lessons of a course, and nowhere else.
(defun coursebuild-start ()
  "Start the language server if the file is in a course."
  (when (and buffer-file-name (locate-dominating-file buffer-file-name "coursebuild.toml"))
    (eglot-ensure)))

(add-hook 'markdown-mode-hook #'coursebuild-start)

(provide 'coursebuild)
;;; coursebuild.el ends here
